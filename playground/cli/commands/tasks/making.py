"""`llmplay tasks new`."""

from __future__ import annotations

import argparse
from pathlib import Path

from playground.cli.diagnostics import OK
from playground.cli.output import write
from playground.services.tasks.making import new_task


def execute(arguments: argparse.Namespace) -> int:
    """Write a task to fill in; raises `TaskError` where one is there."""
    path = new_task(arguments.name, Path(arguments.folder) if arguments.folder else None)
    write(f"{path}\n")
    return OK
