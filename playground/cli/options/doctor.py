"""`llmplay doctor`."""

from __future__ import annotations

from playground.cli.options.common import Commands, add_format


def add(commands: Commands) -> None:
    """Declare the command."""
    doctor = commands.add_parser(
        "doctor",
        help="check the installation, and say what to do",
        description="Looks at libraries and their versions, engines (a bundled model writes a few "
        "tokens in each), processor, memory, terminal, folders, disks, the login of the hub and "
        "the files you wrote: settings, keys, themes, styles, catalog, tasks, sessions. Says what "
        "to do where something is wrong (✗) or worth knowing (·).",
        epilog="The report holds the findings, the versions, the terminal's variables and the "
        "settings without addresses and folders: no prompts, answers, keys or tokens."
        "\n\nExit codes: 0 nothing is wrong, 1 something is, 2 wrong usage or the report cannot be "
        "written.",
        allow_abbrev=False,
    )
    doctor.set_defaults(handler="playground.cli.commands.doctor")
    doctor.add_argument(
        "--network", action="store_true", help="ask the hub, and the endpoints of the settings, too"
    )
    doctor.add_argument(
        "--report", metavar="FILE", help="write a zip file without secrets for a bug report"
    )
    add_format(doctor, "text", "json")
