"""`llmplay sessions delete`: to the trash."""

from __future__ import annotations

import argparse

from playground.cli import output
from playground.cli.diagnostics import OK
from playground.services.sessions.changing import delete
from playground.services.sessions.naming import find


def execute(arguments: argparse.Namespace) -> int:
    """Move each and print where it lies now; a name that is wrong is told before any is moved."""
    moved = {str(path): str(delete(path)) for path in [*map(find, arguments.sessions)]}
    if arguments.format == "json":
        output.write_json([{"path": old, "trash": new} for old, new in moved.items()])
        return OK
    for new in moved.values():
        output.write(f"{new}\n")
    return OK
