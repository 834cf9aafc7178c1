"""Replaying a session: the same prompts, files, parameters and seeds, lane by lane."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import aclosing
from pathlib import Path

from playground.domain.catalog import CatalogEntry
from playground.domain.records import LaneRecord, SessionRecord
from playground.domain.replays import Replay, asked_again, compared, obstacle
from playground.domain.runs import LaneEnded, LaneText, RunRequest
from playground.errors import PlaygroundError
from playground.services.files import sha256_of
from playground.services.local import resolve
from playground.services.runner import RunService


class ReplayService:
    """Runs recorded answers once more; nothing of it is recorded."""

    def __init__(self, runs: RunService, *, threads: int | None = None) -> None:
        """`threads` go before those of the record."""
        self._runs = runs
        self._threads = threads
        self._entries: dict[tuple[str, str | None, str | None], CatalogEntry | str] = {}

    async def stream(
        self, session: SessionRecord, hear: Callable[[LaneRecord, int], None] | None = None
    ) -> AsyncIterator[Replay]:
        """Every answer of the session in its order, as soon as its group has been run.

        `hear` is told how many tokens of an answer came so far.
        """
        for run in session.runs:
            for lanes in _alike(run.lanes):
                group = self._group(lanes, hear)
                async with aclosing(group) as replays:  # type: ignore[type-var]
                    async for replay in replays:
                        yield replay

    async def _group(
        self, lanes: list[LaneRecord], hear: Callable[[LaneRecord, int], None] | None
    ) -> AsyncIterator[Replay]:
        """Lanes that were run with the same engine, threads and context."""
        ready: dict[int, tuple[LaneRecord, CatalogEntry]] = {}
        for index, lane in enumerate(lanes):
            why = obstacle(lane) or await asyncio.to_thread(_adapters_gone, lane)
            found = why or await self._entry(lane)
            if isinstance(found, str):
                yield Replay(lane, "cannot run", reason=found)
            else:
                ready[index] = lane, found
        if not ready:
            return
        first = lanes[0]
        request = RunRequest(
            first.prompt,
            "",
            tuple(asked_again(lane, entry, index) for index, (lane, entry) in ready.items()),
            threads=self._threads or first.threads or None,
            context_length=first.context_length or None,
            engine=first.engine,
        )
        async with aclosing(self._runs.stream(request)) as events:  # type: ignore[type-var]
            said = dict.fromkeys(ready, 0)
            async for event in events:
                if isinstance(event, LaneText) and hear is not None:
                    said[event.lane] += 1
                    hear(ready[event.lane][0], said[event.lane])
                if not isinstance(event, LaneEnded):
                    continue
                lane, result = ready[event.lane][0], event.result
                if result.error is not None:
                    yield Replay(lane, "cannot run", reason=result.error)
                elif result.stop_reason == "cancelled":
                    yield Replay(lane, "cannot run", reason="it was stopped this time")
                else:
                    yield compared(lane, result.text, result.stop_reason)

    async def _entry(self, lane: LaneRecord) -> CatalogEntry | str:
        """The file it was made with, or why that is not here."""
        key = (lane.model.id, lane.model.path, lane.model.sha256)
        if key not in self._entries:
            self._entries[key] = await asyncio.to_thread(_find, lane)
        return self._entries[key]


def _find(lane: LaneRecord) -> CatalogEntry | str:
    """The recorded path, or wherever a model of that name is now, if the content is the same."""
    model = lane.model
    others: list[str] = []
    for name in (model.path, model.id):
        try:
            entry = resolve(name or "")
            if entry.path is None:
                continue
            digest = sha256_of(Path(entry.path))
        except (PlaygroundError, OSError):
            continue
        if digest == model.sha256:
            return entry
        others.append(f"{entry.path} has another content now (SHA-256 {digest[:12]}…")
    if others:
        return f"{others[0]}, recorded {(model.sha256 or '')[:12]}…)"
    return f"{model.path or model.id} is not on this machine"


def _adapters_gone(lane: LaneRecord) -> str:
    """Why the LoRA adapters cannot be applied as they were; empty where they can."""
    for adapter in lane.adapters:
        try:
            digest = sha256_of(Path(adapter.path))
        except OSError:
            return f"the adapter {adapter.path} is not on this machine"
        if adapter.sha256 and digest != adapter.sha256:
            return (
                f"the adapter {adapter.path} has another content now (SHA-256 {digest[:12]}…, "
                f"recorded {adapter.sha256[:12]}…)"
            )
    return ""


def _alike(lanes: Iterable[LaneRecord]) -> list[list[LaneRecord]]:
    found: dict[tuple[str, int, int], list[LaneRecord]] = {}
    for lane in lanes:
        found.setdefault((lane.engine, lane.threads, lane.context_length), []).append(lane)
    return list(found.values())
