"""Carries out a run: lanes side by side in model processes, merged into one stream of events."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace

from playground.domain.runs import (
    LaneChanged,
    LaneEnded,
    LaneNoted,
    LaneRead,
    LaneRequest,
    LaneResult,
    LaneText,
    RunEvent,
    RunRequest,
)
from playground.engines.client import EngineClient, EngineError
from playground.engines.protocol import Done, Progress
from playground.errors import PlaygroundError
from playground.services import machine
from playground.services.lane import CurrentRun, Lane, group_of
from playground.services.loading import digest, model_key, why_this_engine
from playground.services.modelfiles import ModelFileError
from playground.services.pool import AnyClient, EnginePool, ModelKey
from playground.services.recording import Recorder
from playground.services.scheduler import Scheduler
from playground.services.sessions import SessionStore
from playground.services.settings import Settings
from playground.services.turns import fit_turns, shortened, with_way_out
from playground.services.weighing import weighed


class RunService:
    """Runs requests one at a time; lanes that end are in the session file at once."""

    def __init__(
        self,
        pool: EnginePool,
        settings: Settings,
        store: SessionStore | None = None,
        *,
        patient: bool = False,
        scheduler: Scheduler | None = None,
    ) -> None:
        """Without a store nothing is recorded; `patient` runs where it cannot be written yet."""
        self._pool = pool
        self._settings = settings
        self._store = store
        self._patient = patient
        self._scheduler = scheduler or Scheduler(pool, settings)
        self._lanes: list[Lane] = []
        self._active: dict[int, AnyClient] = {}
        self._generating: set[int] = set()
        self._events: asyncio.Queue[RunEvent] = asyncio.Queue()
        self._recorder = Recorder(None, self._emit)
        self._current: CurrentRun | None = None
        self.run_number = 0  # of the last run in the session, from 1; 0: nothing is recorded

    def record_in(self, store: SessionStore) -> None:
        """Record in another session from the next run on."""
        self._store, self.run_number = store, 0

    async def stream(self, request: RunRequest) -> AsyncIterator[RunEvent]:
        """Run all lanes; every lane ends with exactly one `LaneEnded`.

        A failure of one lane is in its result. That the session cannot be written is an event, and
        raises `PlaygroundError` where it is still so once every lane has ended; where not even the
        question can be, that is raised at once, unless this is patient. Closing the iterator early
        stops and records the lanes.
        """
        self._events = asyncio.Queue()
        self._lanes = [Lane(lane) for lane in request.lanes]
        self._recorder = Recorder(self._store, self._emit)
        self.run_number = await self._recorder.begin(request, needed=not self._patient)
        groups: dict[tuple[str, str], list[Lane]] = {}
        for lane in self._lanes:
            groups.setdefault(group_of(lane.request), []).append(lane)
        entries = [lanes[0].request.entry for lanes in groups.values()]
        budget, share = await self._scheduler.plan(request, entries)
        for lane in self._lanes:
            self._emit(LaneChanged(lane.request.index, "queued"))
        run = CurrentRun(request, budget, share, groups, [], len(self._lanes))
        self._current = run
        work = [self._group(key, run) for key in groups]
        work += [self._recorder.journal(self._lanes), self._scheduler.ease(request, budget, share)]
        run.tasks += map(asyncio.create_task, work)
        try:
            while run.remaining:
                event = await self._events.get()
                run.remaining -= isinstance(event, LaneEnded)
                yield event
        finally:
            self._current = None
            for task in run.tasks:
                task.cancel()
            await asyncio.gather(*run.tasks, return_exceptions=True)
            await self._recorder.settled()
        await self._recorder.finish()
        while not self._events.empty():  # that it could be written after all
            yield self._events.get_nowait()

    def add(self, request: LaneRequest) -> bool:
        """Let one more lane join the run under way; False where there is none any more.

        No lane of this index may be running. Its events come with those of the others.
        """
        run = self._current
        if run is None or not run.remaining:
            return False
        lane = Lane(request)
        self._lanes.append(lane)
        run.remaining += 1
        self._emit(LaneChanged(request.index, "queued"))
        key = group_of(request)
        if key in run.groups:
            run.groups[key].append(lane)
        else:
            run.groups[key] = [lane]
            run.tasks.append(asyncio.create_task(self._group(key, run)))
        return True

    async def stop(self, index: int | None = None) -> None:
        """Stop one lane or all; what they said so far stays."""
        chosen = [
            lane for lane in self._lanes if not lane.ended and index in {None, lane.request.index}
        ]
        for lane in chosen:
            lane.stopped = True  # all of them first: no lane may start in the place of another
        await asyncio.gather(*map(self._stop, chosen))

    async def _stop(self, lane: Lane) -> None:
        client = self._active.get(at := lane.request.index)
        if lane.ended:
            return
        if not lane.started:
            await self._end(lane, lane.result(None))
        elif client is not None and at in self._generating:
            await client.cancel()
        elif client is not None:
            client.kill()  # loading is one native call that nothing else interrupts

    async def _group(self, key: tuple[str, str], run: CurrentRun) -> None:
        """The lanes of one model, one after another in one process; some may join meanwhile."""
        lanes = run.groups[key]
        entry = lanes[0].request.entry
        need = self._scheduler.need(entry, run.request)
        if lacking := run.budget.lacking(need):
            self._emit(LaneChanged(lanes[0].request.index, "queued", lacking))
        try:
            async with run.place(lanes[0].request, need):
                await self._scheduler.make_room(entry, run.budget)
                for lane in lanes:
                    if not lane.stopped:
                        lane.started = True
                        await self._lane(lane, run.request, run.share.threads)
                run.leave(key, lanes)  # at once: whoever joins from here on has its own group
        finally:
            run.leave(key, lanes)
            for lane in lanes:  # cancelled from outside: what was said is recorded all the same
                if not lane.ended:
                    await self._end(lane, lane.result(None))

    async def _lane(self, lane: Lane, request: RunRequest, threads: int) -> None:
        entry = lane.request.entry
        digests: asyncio.Task[None] | None = None
        done: Done | None = None
        error: PlaygroundError | None = None
        try:
            key = await self._key(lane, request)
            if key.endpoint is None:
                digests = asyncio.create_task(digest(lane, key))
            async with self._loaded(lane, key, threads) as client:
                await fit_turns(lane, client, self._emit)
                done = await self._generate(lane, client, threads)
        except PlaygroundError as failure:
            error = failure
        except OSError as failure:
            error = ModelFileError(f"{entry.path}: {failure.strerror or failure}.")
        except Exception as failure:  # a defect must not pass for a person's stop
            error = PlaygroundError(
                f"{entry.id}: {type(failure).__name__}: {failure}",
                "This is a defect of llmplay: please report it.",
            )
        if digests is not None:
            await digests
        await self._end(lane, lane.result(done, error))

    async def _key(self, lane: Lane, request: RunRequest) -> ModelKey:
        """Look before loading: a file that would kill the engine is refused with its reason."""
        asked = lane.request
        self._emit(LaneChanged(asked.index, "loading", "checking the file"))
        key = await model_key(
            asked.entry,
            context_limit=self._settings.context_limit,
            context_length=request.context_length,
            engine=request.engine,
            preferred=self._settings.engine,
            adapters=asked.adapters,
            wishes=asked.wishes,
        )
        if note := await why_this_engine(asked.entry, key, asked=request.engine):
            lane.request = replace(asked, notes=(*asked.notes, note))
            self._emit(LaneNoted(asked.index, note))
        return key

    @contextlib.asynccontextmanager
    async def _loaded(self, lane: Lane, key: ModelKey, threads: int) -> AsyncIterator[AnyClient]:
        """A process with the model in it; afterwards warm for the next, unless it failed."""
        at = lane.request.index
        client: AnyClient | None = self._pool.take_warm(key)
        if client is None:
            self._emit(LaneChanged(at, "loading", "starting the engine"))
            starting = self._pool.share(key) if key.endpoint else self._pool.start(key.engine)
            client = await starting
        self._active[at] = client
        healthy = False
        try:
            load_seconds = 0.0
            if isinstance(client, EngineClient) and not client.loaded and not lane.stopped:
                self._emit(LaneChanged(at, "loading", "loading the model"))
                await self._pool.load(client, key, threads)
                load_seconds = client.loaded.seconds if client.loaded else 0.0
            if lane.stopped:
                raise EngineError("hung", "Stopped.")
            lane.facts = replace(
                lane.facts,
                engine=client.ready.engine,
                engine_version=client.ready.engine_version,
                threads=0 if key.endpoint else threads,
                context_length=client.loaded.context_length if client.loaded else 0,
                load_seconds=load_seconds,
            )
            yield client
            if isinstance(client, EngineClient):
                memory = machine.resident_bytes(client.pid)
                lane.facts = replace(lane.facts, memory_bytes=memory)
            healthy = True
        except EngineError as failure:
            healthy = failure.kind in {"request", "context", "engine"}
            raise
        finally:
            self._active.pop(at, None)
            if healthy:
                await self._pool.give_back(key, client)
            else:
                await self._pool.discard(client)

    async def _generate(self, lane: Lane, client: AnyClient, threads: int) -> Done | None:
        at = lane.request.index
        self._generating.add(at)
        try:
            while True:
                self._emit(LaneChanged(at, "reading"))
                try:
                    done = await weighed(lane, client, threads)
                    return done or await self._answer(lane, client, threads)
                except EngineError as error:
                    if error.kind != "context" or not shortened(lane, self._emit):
                        raise with_way_out(error, lane) from error
        finally:
            self._generating.discard(at)

    async def _answer(self, lane: Lane, client: AnyClient, threads: int) -> Done | None:
        at = lane.request.index
        streaming = False
        asked = lane.request
        replies = client.generate(
            asked.prompt, asked.sampling, threads=threads, messages=asked.messages
        )
        async with contextlib.aclosing(replies):  # type: ignore[type-var]
            async for reply in replies:
                if isinstance(reply, Progress):
                    self._emit(LaneRead(at, reply.done, reply.total))
                    continue
                if isinstance(reply, Done):
                    lane.text.append(reply.text)
                    if reply.text:
                        self._emit(LaneText(at, reply.text))
                    return reply
                if not streaming:
                    streaming = True
                    self._emit(LaneChanged(at, "streaming"))
                lane.text.append(reply.text)
                lane.tokens += 1
                self._emit(LaneText(at, reply.text))
        return None

    async def _end(self, lane: Lane, result: LaneResult) -> None:
        lane.ended = True
        await self._recorder.end(lane, result)
        self._emit(LaneEnded(lane.request.index, result))

    def _emit(self, event: RunEvent) -> None:
        self._events.put_nowait(event)
