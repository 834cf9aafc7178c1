"""The terminal, the folders, and with leave the servers."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.doctor.finding import Finding
from playground.services.endpoints import models_of
from playground.services.settings import load_settings

_COLUMNS, _ROWS = 60, 16
_LITTLE_SPACE = 1_000_000_000
_FOLDERS = (
    ("settings", paths.config_folder),
    ("sessions", paths.sessions_folder),
    ("cache", paths.cache_folder),
)


def terminal() -> Iterator[Finding]:
    """What the full screen meets."""
    if not sys.stdout.isatty():
        yield Finding("terminal", "screen", "note", "Standard output is no terminal just now.")
    else:
        size = shutil.get_terminal_size()
        small = size.columns < _COLUMNS or size.lines < _ROWS
        told = f"{size.columns} columns and {size.lines} rows"
        advice = f"The full screen needs {_COLUMNS} columns and {_ROWS} rows." if small else ""
        yield Finding("terminal", "size", "problem" if small else "ok", told, advice)
    term, true = os.environ.get("TERM", ""), os.environ.get("COLORTERM", "")
    told = f"TERM={term or 'not set'}, COLORTERM={true or 'not set'}"
    if not term or term == "dumb":
        advice = "Set TERM to what your terminal is, such as xterm-256color."
        yield Finding("terminal", "kind", "problem", told, advice)
    else:
        advice = "" if true else "With COLORTERM=truecolor colours are exact, where they can be."
        yield Finding("terminal", "kind", "ok" if true else "note", told, advice)
    if "TMUX" in os.environ:
        yield Finding(
            "terminal",
            "tmux",
            "note",
            "runs inside tmux.",
            "Copying reaches your own clipboard after: tmux set -s set-clipboard on",
        )
    encoding = (sys.stdout.encoding or "").replace("-", "").lower()
    if encoding != "utf8":
        advice = "Use a UTF-8 locale, such as LANG=C.UTF-8; borders and other signs need it."
        yield Finding("terminal", "encoding", "problem", encoding or "unknown", advice)


def folders() -> Iterator[Finding]:
    """Where things are kept: whether they can be written, and how much room there is."""
    for name, folder in _FOLDERS:
        path = folder()
        there = _nearest(path)
        shown = paths.shown(path)
        if not os.access(there, os.W_OK | os.X_OK) or not there.is_dir():
            told = f"{shown} cannot be written: {paths.shown(there)} does not let you."
            yield Finding("folders", name, "problem", told, f"Look at: ls -ld {there}")
            continue
        free = shutil.disk_usage(there).free
        told = f"{shown}, {free / 1e9:,.1f} GB free"
        if free < _LITTLE_SPACE:
            advice = "Make room: answers and downloads will fail for want of it."
            yield Finding("folders", name, "problem", told, advice)
        else:
            yield Finding("folders", name, "ok", told)


def servers() -> Iterator[Finding]:
    """Asks every endpoint for its models; only where a person wished so."""
    try:
        endpoints = load_settings().endpoints
    except PlaygroundError:
        return  # told with the files
    for one in endpoints:
        try:
            count = len(models_of(one))
        except PlaygroundError as error:
            yield Finding("endpoints", one.name, "problem", error.message, error.hint or "")
        else:
            yield Finding("endpoints", one.name, "ok", f"answers, {count} models")
    if not endpoints:
        yield Finding("endpoints", "settings", "ok", "none are configured")


def _nearest(path: Path) -> Path:
    """The folder itself, or the first above it that exists."""
    return next(one for one in (path, *path.parents) if one.exists())
