"""`llmplay keys`: every binding of the full-screen interface."""

from __future__ import annotations

import argparse

from playground.cli import output
from playground.cli.diagnostics import OK, complain
from playground.domain.keymap import KEYMAP
from playground.domain.keys_of_user import read_keys
from playground.services.settings import load_settings


def execute(arguments: argparse.Namespace) -> int:
    """Print the bindings as they are after the user's `[keys]` table."""
    own = read_keys(load_settings().keys)
    for problem in own.problems:
        complain(problem)
    rows = []
    for key in KEYMAP:
        keys = list(own.usable.get(key.id, key.keys))
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
