"""`llmplay doctor`."""

from __future__ import annotations

from playground.cli.options.common import Commands, add_format


def add(commands: Commands) -> None:
    """Declare the command."""
    doctor = commands.add_parser(
        "doctor",
        help="check the installation, and say what to do",
        description="Looks at libraries, engines, terminal, folders and the files you wrote. "
        "Ends with 1 where something is wrong.",
        allow_abbrev=False,
    )
    doctor.set_defaults(handler="playground.cli.commands.doctor")
    doctor.add_argument(
        "--network", action="store_true", help="ask the endpoints of the settings, too"
    )
    doctor.add_argument(
        "--report", metavar="FILE", help="write a zip file without secrets for a bug report"
    )
    add_format(doctor, "text", "json")
