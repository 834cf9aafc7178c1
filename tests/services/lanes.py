"""Runs requests and gathers what happens in their lanes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

from playground.domain.catalog import CatalogEntry
from playground.domain.runs import (
    LaneChanged,
    LaneEnded,
    LaneEvent,
    LaneResult,
    RecordingChanged,
    RunEvent,
    RunRequest,
    plan,
)
from playground.services.budget import Budget
from playground.services.catalog import load_templates
from playground.services.local import entry_for_path
from playground.services.pool import EnginePool
from playground.services.runner import RunService
from playground.services.sessions import SessionStore
from playground.services.settings import Settings

GREEDY: Mapping[str, float] = {"temperature": 0.0, "repetition_penalty": 1.0}
"""With the random models of the tests, a text that never ends by itself."""

LONG = 4000
"""Tokens: a run of this length is still going on when the tests act."""


def ask(
    models: Sequence[Path | CatalogEntry], prompt: str = "hello", *, tokens: int = 8, **rest: Any
) -> RunRequest:
    """A request to these models."""
    entries = [entry_for_path(one) if isinstance(one, Path) else one for one in models]
    chosen = {**GREEDY, "seed": 1, "max_new_tokens": tokens, **rest.pop("chosen", {})}
    return plan(entries, load_templates(), prompt=prompt, chosen=chosen, **rest)


@asynccontextmanager
async def service(
    store: SessionStore | None = None, *, warm: int = 2, **settings: Any
) -> AsyncIterator[RunService]:
    """A service with a pool of its own."""
    pool = EnginePool(warm=warm, stall_seconds=60)
    try:
        yield RunService(pool, Settings(**settings), store)
    finally:
        await pool.close()


async def collect(
    running: RunService,
    request: RunRequest,
    act: Callable[[LaneEvent], Awaitable[None]] | None = None,
) -> tuple[dict[int, LaneResult], list[LaneEvent]]:
    """Run to the end; `act` sees every event. Every lane must end once, and nothing follow it."""
    results: dict[int, LaneResult] = {}
    events: list[LaneEvent] = []
    async with aclosing(running.stream(request)) as stream:  # type: ignore[type-var]
        async for event in stream:
            assert not isinstance(event, RecordingChanged), event.error
            assert event.lane not in results, f"{event} after the end of its lane"
            events.append(event)
            if isinstance(event, LaneEnded):
                results[event.lane] = event.result
            if act is not None:
                await act(event)
    assert sorted(results) == [lane.index for lane in request.lanes]
    return results, events


def states(events: Sequence[LaneEvent], lane: int) -> list[str]:
    """The states a lane went through."""
    found: list[str] = []
    for event in events:
        if isinstance(event, LaneChanged) and event.lane == lane and event.state not in found[-1:]:
            found.append(event.state)
    return found


def overlap(events: Sequence[RunEvent]) -> int:
    """How many lanes were at work at once, at most."""
    working: set[int] = set()
    most = 0
    for event in events:
        if isinstance(event, LaneChanged) and event.state != "queued":
            working.add(event.lane)
        elif isinstance(event, LaneEnded):
            working.discard(event.lane)
        most = max(most, len(working))
    return most


async def hold_core(budget: Budget, memory: int = 0) -> None:
    """Wait for a core and so many bytes, and give them back."""
    async with budget.hold(1, memory):
        pass
