"""The command line: every option of every command, and nothing that is slow to import."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from playground import __version__
from playground.engines.parameters import PARAMETERS_BY_NAME

_EPILOG = """\
Without a command, the full-screen playground opens. Try:

  llmplay                                     open the playground
  llmplay models list                         what can run now
  llmplay run -m demo-llama -p "Once upon a time"
  llmplay keys                                every key of the playground

Settings: $XDG_CONFIG_HOME/llmplay/settings.toml (~/.config/llmplay/settings.toml)
Sessions: $XDG_DATA_HOME/llmplay/sessions/ (~/.local/share/llmplay/sessions/)
"""

_RUN_EPILOG = """\
The prompt is TEXT, the content of FILE, or standard input (-, or when nothing else is given);
one newline at the end of a file or of standard input is not part of it. Text is streamed to
standard output as it arrives; several models give labelled blocks in the order named.

Exit codes: 0 all lanes finished, 1 a lane failed, 2 wrong usage, 130 interrupted (what was said
so far is printed all the same).
"""

_FILTER_EPILOG = """\
Every word and every term of FILTER must hold. Terms:

  license:apache  license:=mit  class:permissive  commercial:yes  family:mistral
  architecture:llama  engine:ctransformers  quantisation:q4  installed:yes
  size:<4GB  parameters:<8B  context:>8000  fits:yes|no|ok|tight|unknown

A filter looks through the whole catalog. Quote < and > for the shell: 'size:<4GB'.
"""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole program."""
    top = argparse.ArgumentParser(
        prog="llmplay",
        description="A terminal playground for open-source language models: several side by side, "
        "from your own machine.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"llmplay {__version__}")
    _add_models(top)
    _add_prompt(top)
    _add_session(top)
    top.add_argument("--theme", metavar="NAME", help="open with this theme")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add_run(commands)
    _add_models_command(commands)
    keys = commands.add_parser("keys", help="print every key of the playground", allow_abbrev=False)
    _add_format(keys, "text", "json")
    return top


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = commands.add_parser(
        "run",
        help="run a prompt on one or more models, without the full screen",
        description="Run a prompt on one or more models and stream what they answer.",
        epilog=_RUN_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_models(run)
    _add_prompt(run)
    run.add_argument("stdin", nargs="?", choices=["-"], help="read the prompt from standard input")
    run.add_argument("--system", metavar="TEXT", default="", help="system prompt")
    run.add_argument(
        "--template",
        metavar="NAME",
        default="auto",
        help="prompt template: auto (the model's own), raw, or a name (default: auto)",
    )
    sampling = run.add_argument_group("sampling")
    for name in ("temperature", "top_k", "top_p", "repetition_penalty", "seed", "max_new_tokens"):
        sampling.add_argument(
            "--" + name.replace("_", "-"),
            type=_parameter(name),
            metavar=PARAMETERS_BY_NAME[name].kind.__name__.upper(),
            help=_meaning(name),
        )
    sampling.add_argument(
        "--stop", action="append", default=[], metavar="TEXT", help="end before TEXT (repeatable)"
    )
    sampling.add_argument(
        "-n", "--samples", type=_count(1, 1000), default=1, metavar="N", help="answers per model"
    )
    engine = run.add_argument_group("engine")
    engine.add_argument(
        "--threads", type=_count(1, 1024), metavar="N", help="per model (default: shared out)"
    )
    engine.add_argument(
        "--context-length", type=_count(1, 2**20), metavar="N", help="tokens of prompt and answer"
    )
    engine.add_argument("--engine", metavar="NAME", help="use this engine")
    engine.add_argument("--force", action="store_true", help="run what does not fit into memory")
    _add_session(run)
    _add_format(run, "text", "json", "jsonl", "markdown")
    run.add_argument("--quiet", action="store_true", help="no progress on standard error")


def _add_models_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    models = commands.add_parser("models", help="list models", allow_abbrev=False)
    actions = models.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser(
        "list",
        help="list what can run now",
        description="List the models that can run now, those that came with llmplay first.",
        epilog=_FILTER_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    listing.add_argument("filter", nargs="*", metavar="FILTER", help="words and key:value terms")
    listing.add_argument("--all", action="store_true", help="the whole catalog")
    _add_format(listing, "text", "json")


def _add_models(to: argparse.ArgumentParser) -> None:
    to.add_argument(
        "-m",
        "--model",
        dest="models",
        action="append",
        default=[],
        metavar="MODEL",
        help="a model of the catalog or the path of a model file (repeatable)",
    )


def _add_prompt(to: argparse.ArgumentParser) -> None:
    source = to.add_mutually_exclusive_group()
    source.add_argument("-p", "--prompt", metavar="TEXT", help="the prompt")
    source.add_argument("-f", "--file", metavar="FILE", help="read the prompt from FILE")


def _add_session(to: argparse.ArgumentParser) -> None:
    to.add_argument("--session", metavar="FILE", help="record in this session file")


def _add_format(to: argparse.ArgumentParser, *formats: str) -> None:
    to.add_argument(
        "--format", choices=formats, default=formats[0], help=f"(default: {formats[0]})"
    )


def _meaning(name: str) -> str:
    parameter = PARAMETERS_BY_NAME[name]
    meaning = parameter.meaning[0].lower() + parameter.meaning[1:].rstrip(".")
    return f"{meaning} ({parameter.minimum:g} to {parameter.maximum:g})".replace("%", "%%")


def _parameter(name: str) -> Callable[[str], float | int]:
    def read(text: str) -> float | int:
        from playground.domain.sampling import parse

        try:
            return parse(name, text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return read


def _count(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}")
        return value

    return read
