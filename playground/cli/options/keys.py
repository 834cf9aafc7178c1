"""`llmplay keys`."""

from __future__ import annotations

from playground.cli.options.common import Commands, add_format


def add(commands: Commands) -> None:
    """Declare the command."""
    keys = commands.add_parser("keys", help="print every key of the playground", allow_abbrev=False)
    keys.set_defaults(handler="playground.cli.commands.keys")
    add_format(keys, "text", "json")
