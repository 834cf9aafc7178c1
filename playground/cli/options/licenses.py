"""`llmplay licenses`: one action a function."""

from __future__ import annotations

from playground.cli.options.common import Commands, add_format, add_models

_CHECK_EPILOG = """\
Exit codes: 0 every model may be used so (perhaps on conditions, which are printed), 1 one may not,
2 wrong usage, 3 nothing certain is known of one.

A summary to orient you, no legal advice.
"""


def add(commands: Commands) -> None:
    """Declare the command and its actions."""
    licenses = commands.add_parser(
        "licenses", help="what the licences of open models allow", allow_abbrev=False
    )
    actions = licenses.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="every licence that is known", allow_abbrev=False)
    listing.set_defaults(handler="playground.cli.commands.licenses.listing")
    add_format(listing, "text", "json")
    show = actions.add_parser("show", help="one licence in full", allow_abbrev=False)
    show.set_defaults(handler="playground.cli.commands.licenses.showing")
    show.add_argument("license", metavar="ID", help="its id or SPDX identifier")
    add_format(show, "text", "json")
    check = actions.add_parser(
        "check",
        help="whether models may be used for something, for scripts",
        epilog=_CHECK_EPILOG,
        allow_abbrev=False,
    )
    check.set_defaults(handler="playground.cli.commands.licenses.checking")
    check.add_argument(
        "--use",
        required=True,
        choices=("commercial", "modify", "redistribute", "train"),
        help="what the models are to be used for",
    )
    add_models(check)
    add_format(check, "text", "json")
