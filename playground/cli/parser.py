"""The command line: what is given without a command, and the commands by name."""

from __future__ import annotations

import argparse

from playground import __version__
from playground.cli.options import COMMANDS
from playground.cli.options.common import add_models, add_prompt, add_session
from playground.cli.usage import Parser

_EPILOG = """\
Without a command, the full-screen playground opens. Try:

  llmplay                                     open the playground
  llmplay models list                         what can run now
  llmplay models pull tinyllama-1.1b-chat     fetch a model from the hub
  llmplay run -m demo-llama -p "Once upon a time"
  llmplay keys                                every key of the playground

Settings: $XDG_CONFIG_HOME/llmplay/settings.toml (~/.config/llmplay/settings.toml)
Sessions: $XDG_DATA_HOME/llmplay/sessions/ (~/.local/share/llmplay/sessions/)
"""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole program."""
    top = Parser(
        prog="llmplay",
        description="A terminal playground for open-source language models: several side by side, "
        "from your own machine.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"llmplay {__version__}")
    add_models(top)
    add_prompt(top)
    add_session(top)
    top.add_argument("--theme", metavar="NAME", help="open with this theme")
    top.set_defaults(handler=None)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for command in COMMANDS:
        command.add(commands)
    return top
