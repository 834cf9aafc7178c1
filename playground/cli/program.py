"""The command line from start to exit code: the one place where its errors are caught."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence

from playground.cli import diagnostics
from playground.cli.parser import parser
from playground.errors import PlaygroundError

_NO_TERMINAL = (
    "the full screen needs a terminal, and standard {stream} is none. "
    "Without one, use: llmplay run -m MODEL -p TEXT (see llmplay run --help)."
)

_DUMB_TERMINAL = (
    "the full screen needs a terminal that can place text, and TERM=dumb says that this one cannot."
    " If it can, say so: TERM=xterm-256color llmplay. If not, use: llmplay run -m MODEL -p TEXT."
)


def main(argv: Sequence[str], *, open_screen: Callable[..., int]) -> int:
    """Carry out a command line; `open_screen` is called where it names no command."""
    try:
        arguments = parser().parse_args(argv)
        return _dispatch(arguments, open_screen)
    except SystemExit as ended:  # argparse: help, version, wrong usage
        return ended.code if isinstance(ended.code, int) else diagnostics.USAGE
    except diagnostics.Exit as ended:
        return ended.code
    except diagnostics.OutputError as error:
        diagnostics.complain(error)
        _forget_output()
        return diagnostics.FAILED
    except PlaygroundError as error:
        diagnostics.complain(error)
        return diagnostics.USAGE
    except BrokenPipeError:
        _forget_output()
        return diagnostics.BROKEN_PIPE
    except KeyboardInterrupt:
        return diagnostics.INTERRUPTED


def _forget_output() -> None:
    """Nobody takes our output; the interpreter must not try to flush to it at exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _dispatch(arguments: argparse.Namespace, open_screen: Callable[..., int]) -> int:
    if arguments.handler is None:
        return _screen(arguments, open_screen)
    # Only the command that is given is imported: asyncio alone takes 60 ms.
    code: int = importlib.import_module(arguments.handler).execute(arguments)
    return code


def _screen(arguments: argparse.Namespace, open_screen: Callable[..., int]) -> int:
    for name, stream in (("output", sys.stdout), ("input", sys.stdin)):
        if stream is None or not stream.isatty():
            diagnostics.complain(_NO_TERMINAL.format(stream=name))
            return diagnostics.USAGE
    if os.environ.get("TERM") == "dumb":
        diagnostics.complain(_DUMB_TERMINAL)
        return diagnostics.USAGE
    from playground.cli.prompts import read_prompt

    prompt = None
    if arguments.prompt is not None or arguments.file is not None:
        prompt = read_prompt(arguments.prompt, arguments.file, stdin=False)
    session = arguments.session
    if session is not None:
        from playground.cli.opening import free_path

        session = free_path(session, arguments.if_open)
    return open_screen(
        models=tuple(arguments.models),
        prompt=prompt,
        session=session,
        theme=arguments.theme,
        say=diagnostics.say,
    )
