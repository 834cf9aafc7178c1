"""Where the prompt comes from: the command line, a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from playground.cli.diagnostics import UsageError


def read_prompt(text: str | None, file: str | None, *, stdin: bool) -> str:
    """The prompt; raises `UsageError` where it cannot be read."""
    if sum((text is not None, file is not None, stdin)) > 1:
        raise UsageError("Give the prompt once: with -p, with -f, or on standard input.")
    if text is not None:
        return text
    if file is not None and file != "-":
        return read_text(file)
    if sys.stdin is None or (not stdin and file is None and sys.stdin.isatty()):
        raise UsageError("There is no prompt.", "Give one with -p TEXT, -f FILE, or - for input.")
    return _decoded(sys.stdin.buffer.read(), "standard input")


def read_text(file: str) -> str:
    """The text of a file, without the newline at its end; raises `UsageError`."""
    try:
        return _decoded(Path(file).read_bytes(), file)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from error


def _decoded(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{name} is no UTF-8 text: byte {error.start} is {data[error.start]:#04x}.",
            "Save it as UTF-8.",
        ) from error
    return text.removesuffix("\n").removesuffix("\r")
