"""How long a waiting lane will wait, from how fast the models were before."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from playground.domain.runs import LaneResult

Phase: TypeAlias = Literal["waiting", "active", "over"]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a model was, and how much it said where it ended by itself."""

    first_token_seconds: float
    tokens_per_second: float
    tokens: int | None
    """None where it would have gone on."""

    def seconds(self, most_tokens: int) -> float:
        """How long an answer of at most so many tokens will take, the loading not counted."""
        return self.first_token_seconds + self.length(most_tokens) / self.tokens_per_second

    def length(self, most_tokens: int) -> int:
        """How many tokens an answer will have where `most_tokens` are allowed."""
        return most_tokens if self.tokens is None else min(self.tokens, most_tokens)


@dataclass(frozen=True, slots=True)
class Turn:
    """One lane in the queue."""

    group: str
    """Lanes of one group share a process and run one after another."""
    phase: Phase
    seconds: float | None
    """What it still needs; None where nobody knows."""


def pace_of(result: LaneResult) -> Pace | None:
    """What a lane that ended tells of its model; None where it was too short to tell."""
    usage = result.usage
    speed = usage.tokens_per_second
    if speed is None:
        return None
    ended = result.stop_reason in {"eos", "stop"}
    return Pace(usage.first_token_seconds or 0.0, speed, usage.completion_tokens if ended else None)


def waits(turns: Sequence[Turn]) -> list[float | None]:
    """Seconds until each waiting lane begins; None for the others and where nobody knows.

    Groups without an active lane begin, in their order, whenever another one ends.
    """
    found: list[float | None] = [None] * len(turns)
    groups: dict[str, list[int]] = {}
    for at, turn in enumerate(turns):
        groups.setdefault(turn.group, []).append(at)
    waiting: list[list[int]] = []
    ends: list[float] = []
    for members in groups.values():
        if any(turns[at].phase == "active" for at in members):
            _queue(turns, members, 0.0, found, ends)
        elif any(turns[at].phase == "waiting" for at in members):
            waiting.append(members)
    for members in waiting:
        if not ends:
            break
        _queue(turns, members, heapq.heappop(ends), found, ends)
    return found


def _queue(
    turns: Sequence[Turn],
    members: Sequence[int],
    start: float,
    found: list[float | None],
    ends: list[float],
) -> None:
    """Let the lanes of one group follow one another from `start`; note when the last ends."""
    time: float | None = start
    for at in members:
        turn = turns[at]
        if turn.phase == "over":
            continue
        if turn.phase == "waiting":
            found[at] = time
        time = None if time is None or turn.seconds is None else time + turn.seconds
    if time is not None:
        heapq.heappush(ends, time)


def roughly(seconds: float) -> str:
    """A time in words, as exact as a guess can be: 7 s, 25 s, 4 min, 2 h."""
    if seconds < 10:
        return f"{max(1, round(seconds))} s"
    if seconds < 57.5:
        return f"{round(seconds / 5) * 5} s"
    if seconds < 3570:
        return f"{round(seconds / 60)} min"
    return f"{round(seconds / 3600)} h"
