"""`llmplay tasks list`."""

from __future__ import annotations

import argparse

from playground.cli.diagnostics import OK
from playground.cli.output import write_json, write_table
from playground.services.tasks.finding import all_tasks


def execute(arguments: argparse.Namespace) -> int:
    """Print every task; raises `TaskError` for one that is wrong."""
    tasks = list(all_tasks())
    if arguments.format == "json":
        write_json(
            [
                {
                    "name": task.name,
                    "version": task.version,
                    "title": task.title,
                    "examples": len(task.examples),
                    "metrics": [use.name for use in task.metrics],
                    "runs_code": task.runs_code,
                    "license": task.license,
                    "path": task.path,
                }
                for task in tasks
            ]
        )
        return OK
    rows = [
        [
            task.name,
            str(len(task.examples)),
            ", ".join(use.name for use in task.metrics[:3]),
            task.title,
        ]
        for task in tasks
    ]
    write_table(["TASK", "EXAMPLES", "METRICS", "TITLE"], rows)
    return OK
