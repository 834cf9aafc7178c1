"""Conversations of a recorded session, to be gone on with or to be put otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from playground.domain.conversations import Conversation
from playground.domain.reopening import Answer, Columns
from playground.domain.runs import LaneRequest, LaneResult
from playground.domain.writing import Write
from playground.engines.backend import FILE_ENGINES
from playground.services.recalling import recall
from playground.services.sessions import SessionError


@dataclass(frozen=True, slots=True)
class Continued:
    """Where a session is gone on with."""

    run: int
    """Number of the run, from 1."""
    conversations: tuple[Conversation, ...]
    """At least one."""
    context_length: int | None
    """Tokens; None where the lanes had different ones."""
    left_out: tuple[str, ...]
    """Lanes that cannot be gone on with, and why, in words for people."""


def conversations_of(
    path: Path,
    write: Write,
    *,
    run: int | None = None,
    edit: bool = False,
    models: Sequence[str] = (),
) -> Continued:
    """The conversations of a run, of these models or of all; None is the last that said something.

    They end with its answers, or with `edit` before what was asked in it. Raises `PlaygroundError`
    where there is no such run, no such model in it, or nothing to go on from.
    """
    columns = _columns(path, write, run)
    names = dict.fromkeys(versions[-1].lane.entry.id for versions in columns.answers)
    for name in models:
        if name not in names:
            raise SessionError(
                f"Run {columns.first.number} has no answer of {name}.",
                f"Its models: {', '.join(names)}.",
            )
    found, left_out = [], []
    for versions in columns.answers:
        if models and versions[-1].lane.entry.id not in models:
            continue
        answer = versions[-1] if edit else _usable(versions)
        if answer is None:
            failed = versions[-1]
            why = failed.result.error or "it said nothing"
            left_out.append(f"{failed.lane.entry.id} is left out: {why}")
            continue
        lane = with_its_engine(answer.lane, answer.result)
        found.append(
            Conversation.before(lane)
            if edit
            else Conversation.after(lane, answer.result.text, answer.run)
        )
    if not found:
        said = "; ".join(left_out) or "it has no answers"
        raise SessionError(f"Run {columns.first.number} cannot be gone on with: {said}.")
    lengths = {one[-1].result.context_length for one in columns.answers} - {0}
    return Continued(
        columns.first.again or columns.first.number,
        tuple(found),
        lengths.pop() if len(lengths) == 1 else None,
        tuple(left_out),
    )


def _columns(path: Path, write: Write, run: int | None) -> Columns:
    def choose(numbers: list[int]) -> int:
        if run is not None and run not in numbers:
            raise SessionError(
                f"The session {path} has no run {run} to go on with.",
                f"It has: {', '.join(map(str, numbers))}.",
            )
        return len(numbers) - 1 if run is None else numbers.index(run)

    last = recall(path, write, choose)
    if last is None:
        raise SessionError(f"The session {path} has no runs yet.")
    if run is not None:
        return last
    for place in range(last.place - 1, -1, -1):  # a turn that was refused ends no conversation
        columns = recall(path, write, lambda _, at=place: at)  # type: ignore[misc]
        if columns is not None and any(map(_usable, columns.answers)):
            return columns
    return last


def _usable(versions: Sequence[Answer]) -> Answer | None:
    """The newest version that said something."""
    return next((one for one in reversed(versions) if one.result.text), None)


def with_its_engine(lane: LaneRequest, result: LaneResult | None) -> LaneRequest:
    """The lane, to be run by the engine that ran it then."""
    engine = result.engine if result is not None else ""
    if lane.entry.engine or lane.entry.endpoint or engine not in FILE_ENGINES:
        return lane
    return replace(lane, entry=replace(lane.entry, engine=engine))
