"""`llmplay tasks validate`."""

from __future__ import annotations

import argparse

from playground.cli.diagnostics import FAILED, OK, complain
from playground.cli.output import write
from playground.domain.tasks import TaskError
from playground.services.tasks.finding import find_task, task_paths


def execute(arguments: argparse.Namespace) -> int:
    """Check tasks and tell what is wrong with each; 1 where something is."""
    code = OK
    for name in arguments.tasks or task_paths():
        try:
            task = find_task(name)
        except TaskError as error:
            complain(error)
            code = FAILED
        else:
            write(f"{task.name}: in order, {len(task.examples)} examples\n")
    return code
