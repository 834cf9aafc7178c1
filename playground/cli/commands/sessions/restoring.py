"""`llmplay sessions restore`: back from the trash."""

from __future__ import annotations

import argparse

from playground.cli import output
from playground.cli.commands.sessions.listing import print_sessions
from playground.cli.diagnostics import OK
from playground.services import paths
from playground.services.sessions.changing import restore, trash_folder
from playground.services.sessions.summaries import session_files, summary_of


def execute(arguments: argparse.Namespace) -> int:
    """Move it back and print where it lies now; list the trash where none is named."""
    if arguments.session is None:
        trash = trash_folder()
        found = [summary_of(path) for path in session_files(trash)]
        return print_sessions(found, arguments.format, f"No sessions in {paths.shown(trash)}.")
    path = restore(arguments.session)
    if arguments.format == "json":
        output.write_json({"path": str(path)})
    else:
        output.write(f"{path}\n")
    return OK
