"""`llmplay keys`: every binding of the full-screen interface."""

from __future__ import annotations

import argparse

from playground.cli import diagnostics, output
from playground.cli.diagnostics import OK
from playground.domain.key_changes import change_keys
from playground.domain.keymap import KEYMAP
from playground.services import paths
from playground.services.settings import load_settings


def execute(arguments: argparse.Namespace) -> int:
    """Print the bindings as they are after the user's `[keys]` table."""
    keymap = change_keys(load_settings().keys)
    for problem in keymap.problems:
        diagnostics.complain(f"{paths.shown(paths.settings_file())}, [keys]: {problem}")
    rows = []
    for key in KEYMAP:
        keys = list(keymap.by_id[key.id])
        rows.append(
            {"id": key.id, "key": keys[0], "keys": keys, "what": key.what, "where": key.where}
        )
    if arguments.format == "json":
        output.write_json(rows)
    else:
        output.write_table(
            ("KEY", "WHAT IT DOES", "WHERE", "ID"),
            (
                (" or ".join(row["keys"]), str(row["what"]), str(row["where"]), str(row["id"]))
                for row in rows
            ),
        )
    return OK
