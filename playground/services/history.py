"""The prompts of earlier sittings, from the session files."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.sessions.reading import SessionFile, read_session

_MOST_SESSIONS = 30
_MOST_PROMPTS = 300
_MOST_BYTES = 2**26
"""Of session files that are read; finding the runs in a megabyte takes about a millisecond."""


def earlier_prompts(current: Path | None = None) -> tuple[str, ...]:
    """The prompts of the session file `current` and of the recent ones, each once, newest first.

    A session that cannot be read is passed over: opening it says what is wrong with it.
    """
    found: dict[str, None] = {}
    budget = _MOST_BYTES
    for path in _recent(current):
        with contextlib.suppress(OSError, PlaygroundError):
            budget -= path.stat().st_size
            if budget < 0:
                break
            for text in _prompts(read_session(path)):
                found.setdefault(text)
        if len(found) >= _MOST_PROMPTS:
            break
    return tuple(found)[:_MOST_PROMPTS]


def _recent(current: Path | None) -> list[Path]:
    """The current session, then those of the folder by the time they were last written."""
    dated: list[tuple[float, Path]] = []
    with contextlib.suppress(OSError):  # no folder yet
        for path in paths.sessions_folder().glob("*.toml"):
            with contextlib.suppress(OSError):
                dated.append((path.stat().st_mtime, path))
    files = [path for _, path in sorted(dated, reverse=True)]
    if current is not None and current.is_file():
        files = [current, *(path for path in files if path != current)]
    return files[:_MOST_SESSIONS]


def _prompts(file: SessionFile) -> Iterator[str]:
    """The texts of a session's runs, the newest first; a hand-made file may hold anything."""
    for blocks in reversed(file.runs):
        run = file.table(blocks.run)
        variants = run.get("variants", {})
        others = variants.values() if isinstance(variants, dict) else ()
        for text in (run.get("prompt"), *others):
            if isinstance(text, str) and text.strip():
                yield text
