"""What is known of a run and its lanes while they run, and how a lane ends."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

from playground.domain.runs import LaneRequest, LaneResult, RunRequest
from playground.engines.protocol import Done, Usage
from playground.errors import PlaygroundError
from playground.services.pool import CoreBudget


@dataclass(slots=True)
class Lane:
    """What is known of a lane so far."""

    request: LaneRequest
    text: list[str] = field(default_factory=list)
    kept: int = 0
    """How many pieces of the text are on disk already."""
    tokens: int = 0
    started: bool = False
    stopped: bool = False
    ended: bool = False
    facts: LaneResult = field(default_factory=lambda: LaneResult("", "error", Usage()))

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
                notes=reason.notes,
            )
        if error is not None and not self.stopped:
            return replace(self.facts, text=text, stop_reason="error", usage=seen, error=str(error))
        return replace(self.facts, text=text, stop_reason="cancelled", usage=seen)


@dataclass(slots=True)
class CurrentRun:
    """A run under way; lanes may join it."""

    request: RunRequest
    budget: CoreBudget
    threads: int
    """Per lane."""
    groups: dict[tuple[str, str], list[Lane]]
    """The lanes that share a process; a group that is through is gone."""
    tasks: list[asyncio.Task[None]]
    remaining: int
    """Lanes whose end was not told yet."""


def group_of(lane: LaneRequest) -> tuple[str, str]:
    """What the lanes that share a process have in common."""
    return lane.entry.id, lane.entry.path or ""
