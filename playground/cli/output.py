"""The only writer of standard output."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from playground.cli.diagnostics import OutputError
from playground.domain.columns import columns
from playground.domain.terminal import visible


def write(text: str) -> None:
    """Write at once; on a terminal, control characters are shown instead of obeyed.

    Raises `OutputError` where that is impossible, `BrokenPipeError` where the reader is gone.
    """
    if sys.stdout is None:
        raise OutputError("Standard output is closed.", "Send it somewhere, or to /dev/null.")
    if sys.stdout.isatty():
        text = visible(text)
    data = text.encode("utf-8", "replace")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"Standard output cannot be written: {error.strerror}.") from error


def write_json(value: Any) -> None:
    """One JSON value, readable."""
    write(json.dumps(value, indent=2, ensure_ascii=not _is_unicode(value)) + "\n")


def write_json_line(value: Any) -> None:
    """One JSON value on one line."""
    write(json.dumps(value, ensure_ascii=not _is_unicode(value)) + "\n")


def write_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns as wide as they need to be; on a terminal that is narrower, their texts wrap."""
    room = shutil.get_terminal_size().columns if sys.stdout and sys.stdout.isatty() else 0
    write(columns([list(header), *(list(row) for row in rows)], room))


def _is_unicode(value: Any) -> bool:
    """Whether UTF-8 can carry it; lone surrogates are escaped instead."""
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
