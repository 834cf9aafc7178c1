"""`llmplay tasks import`."""

from __future__ import annotations

import argparse
from pathlib import Path

from playground.cli.diagnostics import OK
from playground.cli.output import write
from playground.services.tasks.importing import bring


def execute(arguments: argparse.Namespace) -> int:
    """Make a task of a data set; raises `TaskError` naming file and place."""
    task = bring(
        arguments.layout,
        Path(arguments.file),
        arguments.name,
        folder=Path(arguments.folder) if arguments.folder else None,
        license_=arguments.license,
        limit=arguments.limit,
    )
    count = len(task.examples)
    write(f"{task.path}: {count} {'example' if count == 1 else 'examples'}\n")
    return OK
