"""`llmplay sessions export`."""

from __future__ import annotations

from playground.cli.options.common import Commands
from playground.services.exports import FORMATS

_ORDERS = ("recorded", "name", "speed", "rating")

_EPILOG = """\
The session is named by its title, its id or its path. Without --format, the end of the file's name
says which; to standard output it is Markdown.

The same session gives the same bytes, here and from the full screen. Control characters are shown
as pictures, in JSON they are escapes. In CSV a text that a spreadsheet would compute has an
apostrophe before it.
"""


def add(actions: Commands) -> None:
    """Declare the action."""
    export = actions.add_parser(
        "export",
        help="write a session as a report, a table or a picture",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    export.set_defaults(handler="playground.cli.commands.sessions.exporting")
    export.add_argument("session", metavar="SESSION", help="its title, its id or its path")
    export.add_argument(
        "--format",
        choices=[form.name for form in FORMATS],
        help="; ".join(f"{form.name}: {form.what}" for form in FORMATS),
    )
    export.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        default="-",
        help="where to; a file that is there is replaced (default: -, standard output)",
    )
    export.add_argument("--runs", metavar="NUMBERS", help="only these runs, such as 1,3,5-8")
    export.add_argument(
        "-m",
        "--model",
        dest="models",
        action="append",
        default=[],
        metavar="MODEL",
        help="only this model; several stand in the order given (repeatable)",
    )
    export.add_argument(
        "--order", choices=_ORDERS, default=_ORDERS[0], help="of the models (default: recorded)"
    )
    export.add_argument(
        "--columns",
        metavar="NAMES",
        help="only these figures of each answer, in this order, such as model,seed,text",
    )
    export.add_argument(
        "--anonymise", action="store_true", help="leave out the machine and where files lie"
    )
    export.add_argument(
        "--redact",
        action="append",
        default=[],
        metavar="PATTERN",
        help="replace what this regular expression matches, everywhere (repeatable)",
    )
