"""Options that several commands share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""Where a command is added."""


def add_models(to: argparse.ArgumentParser) -> None:
    """-m, any number of times."""
    to.add_argument(
        "-m",
        "--model",
        dest="models",
        action="append",
        default=[],
        metavar="MODEL",
        help="a model of the catalog or the path of a model file (repeatable)",
    )


def add_prompt(to: argparse.ArgumentParser) -> None:
    """-p or -f, not both."""
    source = to.add_mutually_exclusive_group()
    source.add_argument("-p", "--prompt", metavar="TEXT", help="the prompt")
    source.add_argument("-f", "--file", metavar="FILE", help="read the prompt from FILE")


def add_session(to: argparse.ArgumentParser) -> None:
    """--session."""
    to.add_argument(
        "--session", metavar="FILE", help="record in this session file, or go on with it"
    )
    to.add_argument(
        "--if-open",
        choices=("fail", "copy", "read-only"),
        default=None,
        help="where another llmplay has the session open: fail (the default; at a terminal it is "
        "asked), go on in a copy, or record nothing in it",
    )


def add_format(to: argparse.ArgumentParser, *formats: str) -> None:
    """--format; the first one is the default."""
    to.add_argument(
        "--format",
        choices=formats,
        default=formats[0],
        help=f"how it is printed (default: {formats[0]})",
    )


def count(low: int, high: int) -> Callable[[str], int]:
    """The type of a whole number within these bounds."""

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}")
        return value

    return read
