"""`llmplay help` and `llmplay completions`."""

from __future__ import annotations

from playground.cli.options.common import Commands

TOPICS = {
    "keys": "the keys of the full screen",
    "filters": "finding models in the catalog",
    "sessions": "what is recorded, and what can be done with it",
    "sampling": "the parameters of an answer, and their presets",
    "templates": "how a prompt is put for a model",
    "exports": "formats to write a session down in",
    "themes": "colours, and how to make your own",
    "endpoints": "models on servers",
    "engines": "what runs the models, and how to install the rest",
    "evaluation": "tasks and metrics",
    "settings": "every key of the settings file",
}
"""Name of a topic and what it is about, in the order of the list."""
SHELLS = ("bash", "zsh", "fish")


def add(commands: Commands) -> None:
    """Declare the commands."""
    topics = commands.add_parser("help", help="explain a topic", allow_abbrev=False)
    topics.set_defaults(handler="playground.cli.commands.help")
    topics.add_argument(
        "topic",
        nargs="?",
        choices=tuple(TOPICS),
        metavar="TOPIC",
        help=", ".join(TOPICS) + "; none lists them",
    )
    completions = commands.add_parser(
        "completions",
        help="print what completes llmplay's commands in a shell",
        epilog='For bash: eval "$(llmplay completions bash)" in ~/.bashrc. For zsh: save it as '
        "_llmplay in a folder of $fpath, before compinit is called. For fish: save it as "
        "~/.config/fish/completions/llmplay.fish.",
        allow_abbrev=False,
    )
    completions.set_defaults(handler="playground.cli.commands.completions")
    completions.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
