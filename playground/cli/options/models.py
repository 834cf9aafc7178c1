"""`llmplay models`: one action a function."""

from __future__ import annotations

from playground.cli.options.common import Commands, add_format
from playground.cli.options.hub import add_pull, add_search
from playground.cli.options.installed import (
    add_inspect,
    add_remove,
    add_scan,
    add_show,
    add_verify,
)

_FILTER_EPILOG = """\
Every word and every term of FILTER must hold. Terms:

  license:apache  license:=mit  class:permissive  commercial:yes  family:mistral
  architecture:llama  engine:ctransformers  quantisation:q4  installed:yes
  size:<4GB  parameters:<8B  context:>8000  fits:yes|no|ok|tight|unknown

A filter looks through the whole catalog. Quote < and > for the shell: 'size:<4GB'.
"""


def add(commands: Commands) -> None:
    """Declare the command and its actions."""
    models = commands.add_parser(
        "models", help="list, search, fetch and inspect models", allow_abbrev=False
    )
    actions = models.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_list(actions)
    add_search(actions)
    add_pull(actions)
    add_show(actions)
    add_inspect(actions)
    add_verify(actions)
    add_remove(actions)
    add_scan(actions)


def _add_list(actions: Commands) -> None:
    listing = actions.add_parser(
        "list",
        help="list what can run now",
        description="List the models that can run now, those that came with llmplay first.",
        epilog=_FILTER_EPILOG,
        allow_abbrev=False,
    )
    listing.set_defaults(handler="playground.cli.commands.models.listing")
    listing.add_argument("filter", nargs="*", metavar="FILTER", help="words and key:value terms")
    listing.add_argument("--all", action="store_true", help="the whole catalog")
    add_format(listing, "text", "json")
