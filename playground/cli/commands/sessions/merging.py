"""`llmplay sessions merge`: one session of several."""

from __future__ import annotations

import argparse
from pathlib import Path

from playground.cli import output
from playground.cli.diagnostics import OK, UsageError
from playground.domain.sizes import counted
from playground.services.sessions.merging import merge
from playground.services.sessions.naming import find


def execute(arguments: argparse.Namespace) -> int:
    """Write the new file and print what is in it."""
    if len(arguments.sessions) < 2:
        raise UsageError("One session is named.", "Name two or more.")
    files = [find(name) for name in arguments.sessions]
    target = Path(arguments.output)
    runs = merge(files, target, title=arguments.title)
    if arguments.format == "json":
        output.write_json({"path": str(target), "runs": runs})
    else:
        output.write(f"{target}: {counted(runs, 'run')}\n")
    return OK
