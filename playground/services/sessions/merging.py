"""Several sessions as one."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playground import __version__
from playground.domain.sessions import SCHEMA, SCHEMA_MINOR
from playground.services.files import write_atomic
from playground.services.sessions import scanning
from playground.services.sessions.appending import failure
from playground.services.sessions.blocks import block_text, head_text
from playground.services.sessions.compaction import compacted
from playground.services.sessions.errors import SessionError
from playground.services.sessions.reading import SessionFile, read_session

_PLAIN = {scanning.RUN, scanning.LANE, scanning.JUDGEMENT, scanning.VOTE}


def merge(files: Sequence[Path], target: Path, *, title: str = "") -> int:
    """Write the runs of all sessions into a new one, numbered through; returns how many there are.

    Judgements, votes and reruns go with their runs; tags are united, conclusions follow one
    another. A run of another machine than the first session's says so. Raises `SessionError`.
    """
    if target.exists():
        raise SessionError(f"{target} is there already.", "Name a new file with -o.")
    sessions = [_tidy(path) for path in files]
    parts = [head_text(_head(sessions, target, title))]
    offset = 0
    for session in sessions:
        parts += _moved(session, offset, sessions[0].head.get("machine", {}))
        offset += session.last_run
    try:
        write_atomic(target, "".join(parts).encode())
    except OSError as error:
        raise failure(target, error) from error
    return sum(len(session.runs) for session in sessions)


def _tidy(path: Path) -> SessionFile:
    return SessionFile(path, compacted(read_session(path)))


def _head(sessions: Sequence[SessionFile], target: Path, title: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    tables = [one.session for one in sessions]
    names = " + ".join(str(one.get("title", "")) for one in tables)
    tags = dict.fromkeys(str(tag) for one in tables for tag in one.get("tags", ()))
    told = list(dict.fromkeys(str(one["conclusions"]) for one in tables if one.get("conclusions")))
    head: dict[str, Any] = {
        "id": f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}",
        "title": title or names or target.stem,
        "created": min(
            (one["created"] for one in tables if "created" in one),
            key=datetime.timestamp,
            default=now,
        ),
        "program": f"llmplay {__version__}",
    }
    if tags:
        head["tags"] = list(tags)
    if told:
        head["conclusions"] = "\n\n".join(text.rstrip("\n") for text in told) + "\n"
    return {
        "schema": SCHEMA,
        "schema_minor": SCHEMA_MINOR,
        "session": head,
        "machine": sessions[0].head.get("machine", {}),
    }


def _moved(session: SessionFile, offset: int, first: Mapping[str, Any]) -> Iterator[str]:
    machine = session.head.get("machine", {})
    for block in session.index.blocks[1:]:
        if block.kind not in _PLAIN:
            continue
        values = session.table(block)
        _renumber(values, offset)
        if block.kind == scanning.RUN and machine != first:
            values.setdefault("machine", machine)
        yield block_text(block.kind, values)


def _renumber(values: dict[str, Any], offset: int) -> None:
    for key in ("run", "again"):
        if values.get(key):
            values[key] += offset
    if values.get("edits"):
        values["edits"] += offset
    for parent in values.get("parents", {}).values():
        parent[0] += offset
    for side in ("first", "second"):
        if isinstance(values.get(side), dict):
            _renumber(values[side], offset)
