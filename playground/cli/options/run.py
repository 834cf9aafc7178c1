"""`llmplay run`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from playground.cli.options.common import (
    Commands,
    add_format,
    add_models,
    add_prompt,
    add_session,
    count,
)
from playground.domain.scheduling import SCHEDULES
from playground.engines.parameters import PARAMETERS_BY_NAME

_EPILOG = """\
The prompt is TEXT, the content of FILE, or standard input (-, or when nothing else is given);
one newline at the end of a file or of standard input is not part of it. Text is streamed to
standard output as it arrives; several models give labelled blocks in the order named.

Exit codes: 0 all lanes finished, 1 a lane failed, 2 wrong usage, 130 interrupted (what was said
so far is printed all the same).
"""


def add(commands: Commands) -> None:
    """Declare the command."""
    run = commands.add_parser(
        "run",
        help="run a prompt on one or more models, without the full screen",
        description="Run a prompt on one or more models and stream what they answer.",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    run.set_defaults(handler="playground.cli.commands.run")
    add_models(run)
    add_prompt(run)
    run.add_argument("stdin", nargs="?", metavar="-", help="read the prompt from standard input")
    run.add_argument(
        "--system", metavar="TEXT", default="", help="system prompt (default: that of the template)"
    )
    run.add_argument(
        "--template",
        metavar="NAME",
        default="auto",
        help="prompt template: auto (the file's own, else the catalog's), own, raw, or a name "
        "(default: auto)",
    )
    _add_conversation(run)
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
    form = sampling.add_mutually_exclusive_group()
    form.add_argument(
        "--grammar",
        metavar="FILE",
        help="keep to the GBNF grammar in FILE, or given as it is (llamacpp)",
    )
    form.add_argument(
        "--json-schema",
        metavar="FILE",
        help="answer in JSON that fulfils the schema in FILE, or given as it is (llamacpp)",
    )
    sampling.add_argument(
        "-n",
        "--samples",
        type=count(1, 1000),
        default=1,
        metavar="N",
        help="answers per model (default: 1)",
    )
    engine = run.add_argument_group("engine")
    engine.add_argument(
        "--threads",
        type=count(1, 1024),
        metavar="N",
        help="threads per model (default: shared out)",
    )
    engine.add_argument(
        "--schedule",
        choices=SCHEDULES,
        help="which models run at once (default: that of the settings, automatic)",
    )
    engine.add_argument(
        "--context-length",
        type=count(1, 2**20),
        metavar="N",
        help="tokens of prompt and answer together (default: the model's own, at most "
        "context_limit of the settings)",
    )
    engine.add_argument(
        "--engine",
        metavar="NAME",
        help="use this engine (default: by the header of the file); for one model alone: "
        "-m MODEL@NAME",
    )
    engine.add_argument(
        "--lora",
        action="append",
        default=[],
        metavar="FILE[:SCALE]",
        help="apply a LoRA adapter, a GGUF file (repeatable; llamacpp)",
    )
    engine.add_argument(
        "--trust",
        action="append",
        default=[],
        metavar="ENDPOINT",
        help="agree that prompts are sent to this endpoint (asked once otherwise)",
    )
    engine.add_argument("--force", action="store_true", help="run what does not fit into memory")
    add_session(run)
    add_format(run, "text", "json", "jsonl", "markdown")
    run.add_argument("--quiet", action="store_true", help="no progress on standard error")


def _add_conversation(run: argparse.ArgumentParser) -> None:
    talk = run.add_argument_group("conversation")
    talk.add_argument(
        "--then",
        action="append",
        default=[],
        metavar="TEXT",
        help="say TEXT next, after the answer, in every lane (repeatable)",
    )
    talk.add_argument(
        "--continue",
        dest="going_on",
        metavar="SESSION",
        help="go on with the conversations of a session, named by title, id or file: the prompt is "
        "the next turn after its last run; -m chooses among its models",
    )
    place = talk.add_mutually_exclusive_group()
    place.add_argument(
        "--from",
        dest="from_run",
        type=count(1, 10**9),
        metavar="RUN",
        help="go on from the answers of this run, which begins a branch (default: the last run)",
    )
    place.add_argument(
        "--edit",
        dest="edit_run",
        type=count(1, 10**9),
        metavar="RUN",
        help="put the turn of this run otherwise; the old branch stays",
    )
    talk.add_argument(
        "--drop-oldest",
        action="store_true",
        help="leave the oldest turns out where the conversation does not fit the context "
        "(refused otherwise)",
    )


def _meaning(name: str) -> str:
    parameter = PARAMETERS_BY_NAME[name]
    meaning = parameter.meaning[0].lower() + parameter.meaning[1:].rstrip(".")
    bounds = " to ".join(parameter.bounds)
    default = "drawn anew, and recorded" if name == "seed" else "as the model was made for"
    return f"{meaning} ({bounds}; default: {default})".replace("%", "%%")


def _parameter(name: str) -> Callable[[str], float | int]:
    def read(text: str) -> float | int:
        from playground.domain.sampling import parse

        try:
            return parse(name, text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return read
