"""`llmplay sessions`: one action a function or a module."""

from __future__ import annotations

from playground.cli.options import session_export
from playground.cli.options.common import Commands


def add(commands: Commands) -> None:
    """Declare the command and its actions."""
    sessions = commands.add_parser(
        "sessions", help="what was recorded: export it", allow_abbrev=False
    )
    actions = sessions.add_subparsers(dest="action", metavar="ACTION", required=True)
    session_export.add(actions)
