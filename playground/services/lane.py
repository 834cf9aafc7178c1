"""What is known of a run and its lanes while they run, and how a lane ends."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from typing import Any

from playground.domain.runs import LaneRequest, LaneResult, RunRequest
from playground.domain.scheduling import Arrangement
from playground.engines.protocol import Done, Usage
from playground.errors import PlaygroundError
from playground.services.budget import Budget


@dataclass(slots=True)
class Lane:
    """What is known of a lane so far."""

    request: LaneRequest
    text: list[str] = field(default_factory=list)
    kept: int = 0
    """How many pieces of the text are on disk already."""
    known: dict[str, Any] = field(default_factory=dict)
    """What else of it is on disk already."""
    tokens: int = 0
    started: bool = False
    stopped: bool = False
    ended: bool = False
    facts: LaneResult = field(default_factory=lambda: LaneResult("", "error", Usage()))

    @property
    def so_far(self) -> LaneResult:
        """What is known of it while it runs, but for its text."""
        return replace(self.facts, usage=Usage(completion_tokens=self.tokens))

    def result(self, reason: Done | None, error: PlaygroundError | None = None) -> LaneResult:
        """The end of the lane: in order, with an error, or (neither) stopped by a person."""
        text = "".join(self.text)
        seen = Usage(completion_tokens=self.tokens)
        if reason is not None:
            return replace(
                self.facts,
                text=text,
                stop_reason=reason.reason,
                usage=reason.usage,
                notes=(*self.request.notes, *reason.notes),
            )
        facts = replace(self.facts, text=text, usage=seen, notes=self.request.notes)
        if error is not None and not self.stopped:
            return replace(facts, stop_reason="error", error=str(error))
        return replace(facts, stop_reason="cancelled")


@dataclass(slots=True)
class CurrentRun:
    """A run under way; lanes may join it."""

    request: RunRequest
    budget: Budget
    share: Arrangement
    """Of every model on this machine."""
    groups: dict[tuple[str, str], list[Lane]]
    """The lanes that share a process; a group that is through is gone."""
    tasks: list[asyncio.Task[None]]
    remaining: int
    """Lanes whose end was not told yet."""
    places: dict[str, asyncio.Semaphore] = field(default_factory=dict)
    """Requests that an endpoint, by its name, takes at once."""

    def leave(self, key: tuple[str, str], lanes: list[Lane]) -> None:
        """A group is through, and takes no more lanes; another of its key may have begun."""
        if self.groups.get(key) is lanes:
            del self.groups[key]

    def place(self, lane: LaneRequest, memory: int) -> AbstractAsyncContextManager[None]:
        """What a lane has to wait for: cores and bytes of this machine, or an endpoint's turn."""
        endpoint = lane.entry.endpoint
        if endpoint is None:
            return self.budget.hold(self.share.cores, memory)
        return self.places.setdefault(endpoint.name, asyncio.Semaphore(endpoint.parallel))


def group_of(lane: LaneRequest) -> tuple[str, str]:
    """What the lanes that share a process have in common."""
    if lane.entry.endpoint is not None:
        return lane.entry.id, str(lane.index)  # its process answers many at once
    return lane.entry.id, lane.entry.path or ""
