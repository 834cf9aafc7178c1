"""The only writer of standard error, and the exit codes."""

from __future__ import annotations

import sys
from typing import NoReturn

from playground.domain.terminal import visible
from playground.errors import PlaygroundError

OK = 0
FAILED = 1
USAGE = 2
UNKNOWN = 3
INTERRUPTED = 130
BROKEN_PIPE = 141


class UsageError(PlaygroundError):
    """The command line asks for something that cannot be."""


class OutputError(PlaygroundError):
    """Standard output cannot be written."""


class Exit(Exception):  # noqa: N818 - it is no error: it carries the code to the one place that ends
    """Ends the program with an exit code."""

    def __init__(self, code: int) -> None:
        """`code` as the shell sees it."""
        super().__init__(code)
        self.code = code


def complain(error: PlaygroundError | str) -> None:
    """One line on standard error; what to do next follows on a second."""
    if isinstance(error, str):
        _line(f"llmplay: {error}")
        return
    _line(f"llmplay: {error.message}")
    if error.hint:
        _line(f"         {error.hint}")


def can_ask() -> bool:
    """Whether a person sits at a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def confirmed(question: str) -> bool:
    """Ask a person at the terminal; False where there is none to ask."""
    if not can_ask():
        return False
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}


def say(text: str) -> None:
    """A line that is no complaint."""
    _line(text)


def fail(error: PlaygroundError, code: int) -> NoReturn:
    """Complain and end."""
    complain(error)
    raise Exit(code)


class ProgressLine:
    """One line on standard error that is written over; only where that is a terminal."""

    def __init__(self, *, quiet: bool) -> None:
        """`quiet` writes nothing."""
        self._on = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._shown = ""

    @property
    def on(self) -> bool:
        """Whether anything is shown."""
        return self._on

    def show(self, text: str) -> None:
        """Replace the line."""
        if self._on and text != self._shown:
            self._shown = text
            sys.stderr.write(f"\r\x1b[K{visible(text)}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._on and self._shown:
            self._shown = ""
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def note(self, text: str) -> None:
        """A line that stays, where progress is shown at all."""
        if self._on:
            self.clear()
            _line(text)


def _line(text: str) -> None:
    if sys.stderr is None:  # closed by whoever started us: nobody wants to know
        return
    if sys.stderr.isatty():
        text = visible(text)
    sys.stderr.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
    sys.stderr.flush()
