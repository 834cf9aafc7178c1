"""The command line: what is given without a command, and the commands by name."""

from __future__ import annotations

import argparse

from playground import __version__
from playground.cli import manual
from playground.cli.options import COMMANDS
from playground.cli.options.common import add_models, add_prompt, add_session
from playground.cli.usage import Parser

_EPILOG = """\
Without a command, the full-screen playground opens.

Examples:
  llmplay                                     open the playground
  llmplay models list                         what can run now
  llmplay models pull tinyllama-1.1b-chat     fetch a model from the hub
  llmplay run -m demo-llama -p "Once upon a time"
  llmplay keys                                every key of the playground

Exit codes:
  0    done
  1    a model, an answer or a check failed; `llmplay COMMAND --help` says what of it
  2    wrong usage, or what is named cannot be found or used
  3    nothing certain is known (licenses check, models verify)
  130  interrupted with Ctrl+C
  141  whoever read standard output went away

Files:
  ~/.config/llmplay/settings.toml    settings (llmplay help settings)
  ~/.config/llmplay/catalog.toml     models of your own, beside those that llmplay knows
  ~/.config/llmplay/tasks/           evaluation tasks of your own (llmplay help evaluation)
  ~/.config/llmplay/themes/          themes of your own (llmplay help themes)
  ~/.config/llmplay/user.tcss        styles of your own, after all others
  ~/.local/share/llmplay/sessions/   sessions (llmplay help sessions)
  ~/.cache/huggingface/hub/          models that were fetched, shared with other programs
  ~/.cache/llmplay/                  what is found out again when it is missing

Environment:
  XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_CACHE_HOME, XDG_STATE_HOME   other folders for these
  HF_HUB_CACHE, HF_HOME   another folder for models
  HF_TOKEN                the login of the model hub, else that of `hf auth login`
  HF_ENDPOINT             another hub
  HF_HUB_OFFLINE          1: fetch and search nothing
  NO_COLOR                any value: a screen without colours
  COLORTERM               truecolor: exact colours
  TERM                    what the terminal is; the full screen does not open on dumb
  (api_key_env)           the keys of endpoints, in the variables that the settings name
"""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole program."""
    top = Parser(
        prog="llmplay",
        description="A terminal playground for open-source language models: several side by side, "
        "from your own machine.",
        epilog=_EPILOG,
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
    manual.complete(top)
    return top
