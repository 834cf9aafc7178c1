"""Model processes: loaded when needed, kept warm, never with more threads than cores."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple, TypeAlias

from playground.engines.client import EngineClient, EngineError
from playground.engines.protocol import Adapter, Endpoint, Load
from playground.engines.shared import SharedClient, SharedProcess

AnyClient: TypeAlias = EngineClient | SharedClient


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


class CoreBudget:
    """Hands out cores in the order they were asked for."""

    def __init__(self, total: int) -> None:
        """`total` cores, 1 or more."""
        self.total = total
        self._free = total
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def cores(self, count: int) -> AsyncIterator[None]:
        """Hold `count` cores; asking for more than there are holds them all."""
        count = min(count, self.total)
        ticket = asyncio.get_running_loop().create_future()
        self._waiting.append((count, ticket))
        self._serve()
        try:
            await ticket
        except asyncio.CancelledError:
            if ticket.done() and not ticket.cancelled():
                self._free += count
            self._serve()
            raise
        try:
            yield
        finally:
            self._free += count
            self._serve()

    def _serve(self) -> None:
        while self._waiting:
            count, ticket = self._waiting[0]
            if not ticket.cancelled():
                if count > self._free:
                    return
                self._free -= count
                ticket.set_result(None)
            self._waiting.popleft()


class EnginePool:
    """The model processes of this playground."""

    def __init__(self, *, warm: int, stall_seconds: float = 120.0) -> None:
        """Keep up to `warm` idle models in memory, those used last."""
        self._warm_limit = warm
        self._stall_seconds = stall_seconds
        self._warm: OrderedDict[ModelKey, EngineClient] = OrderedDict()
        self._spare: dict[str, asyncio.Task[EngineClient]] = {}
        self._busy: set[EngineClient] = set()
        self._shared: dict[ModelKey, SharedProcess] = {}
        self._sharing = asyncio.Lock()
        self._closed = False

    @property
    def warm_paths(self) -> frozenset[str]:
        """The model files that are in memory, ready for the next run."""
        return frozenset(key.path for key in self._warm)

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
            await one.close()

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

    async def _start(self, engine: str) -> EngineClient:
        return await EngineClient.start(engine, stall_seconds=self._stall_seconds)
