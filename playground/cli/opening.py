"""The session that is named with --session, also where another llmplay has it open."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playground.cli.diagnostics import can_ask, say
from playground.services.sessions import SessionBusyError, SessionStore
from playground.services.sessions.appending import AppendFile
from playground.services.sessions.changing import duplicate


def opened(name: str, if_open: str | None) -> SessionStore | None:
    """The store to record in; None where the session is only to be read.

    Raises `SessionBusyError` where it is open elsewhere and nobody said what to do then.
    """
    path = free_path(name, if_open)
    if path is None:
        return None
    store = SessionStore(Path(path))
    for problem in store.problems:
        say(problem)
    return store


def free_path(name: str, if_open: str | None) -> str | None:
    """The path to record in: as named, or of a copy; None where the session is left alone."""
    path = Path(name)
    if not os.path.isfile(name):  # noqa: PTH113 (a path that cannot be is told of later)
        return name
    try:
        AppendFile.open(path).close()
    except SessionBusyError as error:
        choice = if_open or _asked(error)
        if choice == "fail":
            raise
        if choice == "copy":
            copy = duplicate(path)
            say(f"The session {path} is open in another llmplay; going on in {copy}.")
            return str(copy)
        say(f"The session {path} is open in another llmplay; nothing is recorded in it.")
        return None
    return name


def _asked(error: SessionBusyError) -> str:
    if not can_ask():
        return "fail"
    say(f"{error.message} Go on in a copy (c), record nothing in it (r), or end (Enter)?")
    sys.stderr.flush()
    answer = sys.stdin.readline().strip().casefold()
    return {"c": "copy", "copy": "copy", "r": "read-only"}.get(answer, "fail")
