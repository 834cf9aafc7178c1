"""`llmplay sessions restore`: back from the trash."""

from __future__ import annotations

import argparse

from playground.cli import output
from playground.cli.diagnostics import OK
from playground.services.sessions.changing import restore


def execute(arguments: argparse.Namespace) -> int:
    """Move it back and print where it lies now."""
    path = restore(arguments.session)
    if arguments.format == "json":
        output.write_json({"path": str(path)})
    else:
        output.write(f"{path}\n")
    return OK
