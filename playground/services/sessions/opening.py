"""Sessions as typed records."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playground.domain.record_reading import read_lane, read_machine, read_parents, read_run
from playground.domain.records import LaneRecord, RunRecord, SessionRecord
from playground.domain.sessions import SCHEMA
from playground.services.sessions.lazily import MadeSequence, ReadSequence
from playground.services.sessions.naming import find
from playground.services.sessions.reading import SessionFile, read_session
from playground.services.sessions.scanning import END


def open_session(name: str | Path) -> SessionRecord:
    """The session of a title, an id or a path; its runs are read when they are looked at.

    It is the state of the file at this moment: what is written later is in it only when it is
    opened again. Raises `TomlError` or `SessionError` naming the file, also while runs are read.
    """
    return record_of(read_session(find(name)))


def record_of(file: SessionFile) -> SessionRecord:
    """A session that is in memory as a record."""
    session = file.session
    try:
        machine = read_machine(file.head.get("machine", {}))
    except (AttributeError, ValueError) as error:
        raise file.broken(file.index.blocks[0], str(error)) from error
    return SessionRecord(
        path=str(file.path),
        id=str(session.get("id", file.path.stem)),
        title=str(session.get("title", file.path.stem)),
        created=session.get("created"),
        program=str(session.get("program", "")),
        schema=(SCHEMA, file.minor),
        machine=machine,
        tags=tuple(map(str, session.get("tags", ()))),
        conclusions=str(session.get("conclusions", "")),
        runs=MadeSequence(len(file.runs), functools.partial(_run, file)),
        votes=file.votes,
        problems=problems_of(file),
    )


def problems_of(file: SessionFile) -> tuple[str, ...]:
    """What of the file could not be used."""
    if not file.torn.strip():
        return ()
    line = file.data.count(b"\n", 0, file.whole) + 1
    told = f"The last {len(file.torn)} bytes of {file.path}, from line {line} on, "
    if file.torn.count(f"\n{END}\n".encode()) > 1:
        told += "cannot be read: a text in them has no end. "
        told += f"All before them is here; llmplay sessions recover {file.path} saves the rest."
    else:
        told += "are half a record: the machine or the program stopped while they were written. "
        told += "All before them is here."
    return (told,)


def _run(file: SessionFile, at: int) -> RunRecord:
    blocks = file.runs[at]
    try:
        return read_run(file.table(blocks.run), ReadSequence(functools.partial(_lanes, file, at)))
    except ValueError as error:
        raise file.broken(blocks.run, str(error)) from error


def _lanes(file: SessionFile, at: int) -> list[LaneRecord]:
    run, lanes = file.standing(file.runs[at])
    number = run["run"]
    try:
        parents = read_parents(run)
        return [
            read_lane(number, lane, file.judgements.get(_key(number, lane)), parents)
            for lane in lanes
        ]
    except ValueError as error:
        raise file.broken(file.runs[at].run, str(error)) from error


def _key(run: int, lane: Mapping[str, Any]) -> tuple[int, int, int]:
    return run, lane.get("lane", 0), lane.get("version", 1)
