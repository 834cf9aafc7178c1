"""Model processes: loaded when needed, kept warm while there is memory, those used last."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection
from typing import NamedTuple, TypeAlias

from playground.engines.client import EngineClient, EngineError
from playground.engines.protocol import Adapter, Endpoint, Load
from playground.engines.shared import SharedClient, SharedProcess
from playground.services.memory import Held, available_memory, held_by

AnyClient: TypeAlias = EngineClient | SharedClient

_WARM_PART = 0.5
"""Of the memory there is without them, idle models hold at most this part; one may hold more."""


class ModelKey(NamedTuple):
    """What makes two lanes share one process."""

    engine: str
    path: str
    modified_ns: int
    """A file that was replaced is another model."""
    model_type: str
    context_length: int
    largest_slice: int
    """Prompt tokens that may be evaluated in one call."""
    endpoint: Endpoint | None = None
    """Where the model is, if not on this machine; its process then takes many requests."""
    adapters: tuple[Adapter, ...] = ()

    def command(self, threads: int) -> Load:
        """What to tell the process."""
        return Load(
            self.path,
            self.model_type,
            self.context_length,
            threads,
            self.largest_slice,
            self.endpoint,
            self.adapters,
        )


class EnginePool:
    """The model processes of this playground."""

    def __init__(
        self,
        *,
        warm: int,
        stall_seconds: float = 120.0,
        available: Callable[[], int | None] = available_memory,
    ) -> None:
        """Keep up to `warm` idle models in memory; `available` tells the bytes that are free."""
        self._warm_limit = warm
        self._available = available
        self._stall_seconds = stall_seconds
        self._warm: OrderedDict[ModelKey, EngineClient] = OrderedDict()
        self._spare: dict[str, asyncio.Task[EngineClient]] = {}
        self._busy: set[EngineClient] = set()
        self._held: dict[int, Held] = {}
        """By process id, of idle models."""
        self._shared: dict[ModelKey, SharedProcess] = {}
        self._sharing = asyncio.Lock()
        self._closed = False

    @property
    def warm_paths(self) -> frozenset[str]:
        """The model files that are in memory, ready for the next run."""
        return frozenset(key.path for key in self._warm)

    @property
    def pids(self) -> Collection[int]:
        """The processes that are known by now, those of endpoints left out."""
        spares = [one for one in self._spare.values() if one.done() and not one.cancelled()]
        started = [one.result() for one in spares if one.exception() is None]
        return [client.pid for client in (*self._warm.values(), *self._busy, *started)]

    async def releasable(self) -> int:
        """Bytes that come free, beside what counts as free already, where idle models go."""
        pids = [client.pid for client in self._warm.values()]
        return sum(one.private for one in await self._measured(pids))

    async def shrink(self, limit: int, *, keep: str = "") -> None:
        """Put idle models away until the rest holds at most `limit` bytes, first those used first.

        Those of the file `keep` stay and do not count.
        """
        idle = {key: client.pid for key, client in self._warm.items() if key.path != keep}
        held = await self._measured([*idle.values()])
        total = sum(one.total for one in held)
        for key, one in zip(idle, held, strict=True):
            if total <= limit:
                return
            total -= one.total
            client = self._warm.get(key)
            if client is not None and client.pid == idle[key]:  # nobody took it meanwhile
                del self._warm[key]
                await self._end(client)

    def prepare(self, engine: str) -> None:
        """Start a process for a model to come, while the person is still typing."""
        if engine not in self._spare and not self._closed:
            self._spare[engine] = asyncio.create_task(self._start(engine))

    async def start(self, engine: str) -> EngineClient:
        """A process with no model in it; raises `EngineError`."""
        spare = self._spare.pop(engine, None)
        if spare is not None:
            try:
                client = await spare
            except asyncio.CancelledError:
                spare.cancel()
                raise
            except EngineError:
                client = None
            if client is not None and client.alive:
                self._busy.add(client)
                return client
            if client is not None:
                await client.close()
        client = await self._start(engine)
        self._busy.add(client)
        return client

    def take_warm(self, key: ModelKey) -> EngineClient | None:
        """The process that still holds this model, if there is one."""
        client = self._warm.pop(key, None)
        if client is not None:
            self._busy.add(client)
            self._held.pop(client.pid, None)
        return client

    async def load(self, client: EngineClient, key: ModelKey, threads: int) -> None:
        """Load a model into a process of this pool; raises `EngineError`."""
        await client.load(key.command(threads))

    async def share(self, key: ModelKey) -> SharedClient:
        """A way to ask the one process of this model that answers many at once.

        Raises `EngineError`.
        """
        async with self._sharing:
            shared = self._shared.get(key)
            if shared is None or not shared.process.alive:
                shared = await SharedProcess.start(
                    key.engine, key.command(1), stall_seconds=self._stall_seconds
                )
                self._shared[key] = shared
        return SharedClient(shared, self._stall_seconds)

    async def give_back(self, key: ModelKey, client: AnyClient) -> None:
        """Keep a loaded process for the next run; one that died is cleared away."""
        if isinstance(client, SharedClient):
            return
        self._busy.discard(client)
        if self._closed or not client.alive or client.loaded is None:
            await client.close()
            return
        stale = self._warm.pop(key, None)
        self._warm[key] = client
        surplus = [stale] if stale else []
        while len(self._warm) > self._warm_limit:
            surplus.append(self._warm.popitem(last=False)[1])
        for one in surplus:
            await self._end(one)
        free = await asyncio.to_thread(self._available)
        if free is not None and len(self._warm) > 1:
            most = int(_WARM_PART * (free + await self.releasable()))
            own = (await self._measured([client.pid]))[0].total
            await self.shrink(max(0, most - own), keep=key.path)

    async def discard(self, client: AnyClient) -> None:
        """End a process, unless others use it too."""
        if isinstance(client, SharedClient):
            return
        self._busy.discard(client)
        client.kill()
        await client.close()

    async def close(self) -> None:
        """End every process."""
        self._closed = True
        spares = [*self._spare.values()]
        for spare in spares:
            spare.cancel()
        started = await asyncio.gather(*spares, return_exceptions=True)
        clients = [*self._warm.values(), *self._busy]
        clients += [one for one in started if isinstance(one, EngineClient)]
        shared = [*self._shared.values()]
        self._shared.clear()
        self._spare.clear()
        self._warm.clear()
        self._busy.clear()
        for client in clients:
            client.kill()
        await asyncio.gather(*(one.close() for one in shared), *(one.close() for one in clients))

    async def _measured(self, pids: Collection[int]) -> list[Held]:
        """What idle processes hold. It takes 50 ms per GB to see, and does not change."""
        known = {pid: self._held[pid] for pid in pids if pid in self._held}
        fresh = [pid for pid in pids if pid not in known]
        known |= zip(fresh, await asyncio.to_thread(_all_held, fresh), strict=True)
        idle = {client.pid for client in self._warm.values()}  # by now
        self._held.update((pid, held) for pid, held in known.items() if pid in idle)
        return [known[pid] for pid in pids]

    async def _end(self, client: EngineClient) -> None:
        """End an idle process."""
        self._held.pop(client.pid, None)
        await client.close()

    async def _start(self, engine: str) -> EngineClient:
        return await EngineClient.start(engine, stall_seconds=self._stall_seconds)


def _all_held(pids: Collection[int]) -> list[Held]:
    return [held_by(pid) for pid in pids]
