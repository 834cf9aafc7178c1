"""`llmplay models remove`: take a model off this machine."""

from __future__ import annotations

import argparse

from playground.cli import output
from playground.cli.diagnostics import OK, UsageError, can_ask, confirmed
from playground.domain.sizes import words
from playground.services.local import resolve
from playground.services.removing import removable, remove


def execute(arguments: argparse.Namespace) -> int:
    """Remove the models that are named, after asking."""
    entries = [resolve(name) for name in arguments.models]
    files = {entry.id: removable(entry) for entry in entries}
    if not arguments.yes:
        listed = ", ".join(str(file) for some in files.values() for file in some)
        if not can_ask():
            raise UsageError(f"This would delete {listed}.", "Add --yes to do it.")
        if not confirmed(f"Delete {listed}?"):
            return OK
    removed = [
        {"id": id_, "files": [str(file) for file in some], "freed_bytes": remove(some)}
        for id_, some in files.items()
    ]
    if arguments.format == "json":
        output.write_json(removed)
    else:
        for row in removed:
            output.write(f"{row['id']}: {words(int(str(row['freed_bytes'])))} freed.\n")
    return OK
