"""Puts a run into its session file while it is under way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from playground.domain.runs import LaneResult, RunRequest
from playground.errors import PlaygroundError
from playground.services.lane import Lane
from playground.services.sessions import SessionStore

_PARTIAL_SECONDS = 1.0


class Recorder:
    """Records one thing after another; without a store it records nothing.

    What cannot be written is told to `failed`, and the run goes on.
    """

    def __init__(
        self, store: SessionStore | None, failed: Callable[[PlaygroundError], None]
    ) -> None:
        """`failed` gets what the session file refused."""
        self._store = store
        self._failed = failed
        self._one = asyncio.Lock()
        self._saves: set[asyncio.Task[None]] = set()

    async def begin(self, request: RunRequest) -> int:
        """Record the question; the number of the run in the session, from 1, or 0 without one.

        Raises `SessionError` where it cannot be written.
        """
        if self._store is None:
            return 0
        return await asyncio.to_thread(self._store.start_run, request)

    async def keep_partials(self, lanes: Sequence[Lane]) -> None:
        """Once a second, put what was said since on disk, for the case that nobody can any more."""
        store = self._store
        while store is not None:
            await asyncio.sleep(_PARTIAL_SECONDS)
            for lane in lanes:
                new = "".join(lane.text[lane.kept :])
                if lane.ended or not new:
                    continue
                first, lane.kept = not lane.kept, len(lane.text)
                try:
                    async with self._one:
                        await asyncio.to_thread(_keep_partial, store, lane, new, first)
                except PlaygroundError as error:
                    self._failed(error)
                    return

    async def end(self, lane: Lane, result: LaneResult) -> None:
        """Record a lane that is over, also where whoever waits for this is cancelled."""
        if self._store is not None:
            saving = asyncio.create_task(self._save(self._store, lane, result))
            self._saves.add(saving)
            await asyncio.shield(saving)

    async def settled(self) -> None:
        """Wait until everything is written."""
        await asyncio.gather(*self._saves)
        self._saves.clear()

    async def _save(self, store: SessionStore, lane: Lane, result: LaneResult) -> None:
        try:
            async with self._one:
                await asyncio.to_thread(store.end_lane, lane.request, result)
        except PlaygroundError as error:
            self._failed(error)


def _keep_partial(store: SessionStore, lane: Lane, text: str, first: bool) -> None:
    asked = lane.request
    store.keep_partial(
        asked.index,
        text,
        version=asked.version,
        model=asked.entry.id,
        history=[turn.content for turn in asked.history] if first else (),
    )
