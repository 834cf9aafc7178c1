"""Puts a run on disk while it goes on; tells at once where that fails, and when it works again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from playground.domain.partials import partial_values
from playground.domain.runs import LaneResult, RecordingChanged, RunRequest
from playground.errors import PlaygroundError
from playground.services.lane import Lane
from playground.services.sessions import SessionStore

_PARTIAL_SECONDS = 1.0
"""A process that is killed loses no more of an answer than it says in this time."""


class Recorder:
    """Records one run in a session; what cannot be written waits in memory.

    Without a store it records nothing.
    """

    def __init__(
        self, store: SessionStore | None, tell: Callable[[RecordingChanged], None]
    ) -> None:
        """`tell` hears of the first failure, and of the first success after it."""
        self._store = store
        self._tell = tell
        self._one = asyncio.Lock()
        self._saves: set[asyncio.Task[None]] = set()
        self._failure: PlaygroundError | None = None

    async def begin(self, request: RunRequest, *, needed: bool) -> int:
        """Record the question; the number of the run in the session, from 1, or 0 without one.

        `needed` raises `SessionError` where that cannot be, and records nothing then.
        """
        if self._store is None:
            return 0
        try:
            return await asyncio.to_thread(self._store.start_run, request, keep=not needed)
        except PlaygroundError as error:
            if needed:
                raise
            self._failed(error)
            return self._store.runs

    async def journal(self, lanes: Sequence[Lane]) -> None:
        """Record, once a second, what lanes said since; try again what could not be written."""
        while self._store is not None:
            await asyncio.sleep(_PARTIAL_SECONDS)
            for lane in lanes:
                if lane.started and not lane.ended:
                    await self._keep(self._store, lane)
            if self._store.waiting:
                await self._write(self._store.flush)

    async def end(self, lane: Lane, result: LaneResult) -> None:
        """Record a lane that is over, also where whoever waits for this is cancelled."""
        if self._store is not None:
            saving = asyncio.create_task(self._write(self._store.end_lane, lane.request, result))
            self._saves.add(saving)
            await asyncio.shield(saving)

    async def settled(self) -> None:
        """Wait until everything was tried."""
        await asyncio.gather(*self._saves)
        self._saves.clear()

    async def finish(self) -> None:
        """Try again what waits; raises `SessionError` where something still does."""
        if self._failure is not None and self._store is not None:
            await self._write(self._store.flush)
        if self._failure is not None:
            raise self._failure

    async def _keep(self, store: SessionStore, lane: Lane) -> None:
        text = "".join(lane.text[lane.kept :])
        if not text and lane.known:
            return
        known = partial_values(lane.request, lane.so_far)
        new = {key: value for key, value in known.items() if lane.known.get(key) != value}
        lane.kept, lane.known = len(lane.text), known
        await self._write(store.keep_partial, lane.request, text, new)

    async def _write(self, write: Callable[..., None], *values: object) -> None:
        try:
            async with self._one:
                await asyncio.to_thread(write, *values)
        except PlaygroundError as error:
            self._failed(error)
        else:
            before, self._failure = self._failure, None
            if before is not None:
                self._tell(RecordingChanged(None))

    def _failed(self, error: PlaygroundError) -> None:
        before, self._failure = self._failure, error
        if before is None:
            self._tell(RecordingChanged(error))
