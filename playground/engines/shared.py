"""The playground's end of a model process that answers several requests at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TypeAlias

from playground.engines.parameters import Sampling
from playground.engines.process import EngineError, ModelProcess
from playground.engines.protocol import (
    Cancel,
    Done,
    Failed,
    Generate,
    Load,
    Loaded,
    Message,
    Progress,
    Ready,
    Reply,
    Score,
    Scored,
    Token,
)

Part = Progress | Token | Done
Replies: TypeAlias = "asyncio.Queue[Reply | EngineError]"


class SharedProcess:
    """One loaded process; each `SharedClient` of it asks on its own."""

    def __init__(self, process: ModelProcess, loaded: Loaded) -> None:
        """Use `start`."""
        self._process = process
        self.loaded = loaded
        self._last_id = 0
        self._waiting: dict[int, Replies] = {}
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def start(
        cls,
        engine: str,
        load: Load,
        *,
        command: Sequence[str] | None = None,
        stall_seconds: float = 120.0,
    ) -> SharedProcess:
        """Spawn a process and load into it; raises `EngineError`."""
        process = await ModelProcess.start(engine, command=command, stall_seconds=stall_seconds)
        try:
            await process.send(load)
            reply = await process.receive(stall_seconds)
            if isinstance(reply, Failed):
                raise EngineError(reply.kind, reply.message, reply.hint)
            if not isinstance(reply, Loaded):
                raise process.confused(f"{reply} instead of Loaded")
        except BaseException:
            await process.close()
            raise
        return cls(process, reply)

    @property
    def process(self) -> ModelProcess:
        """The child process."""
        return self._process

    async def ask(self, request: Callable[[int], Generate | Score]) -> tuple[int, Replies]:
        """Send a request, made with its id.

        Its replies come in the queue, an `EngineError` if the process ends. Raises it where the
        process has.
        """
        if self._reader.done():
            raise self._reader.result()
        self._last_id += 1
        id_ = self._last_id
        queue = self._waiting[id_] = asyncio.Queue()
        await self._process.send(request(id_))
        return id_, queue

    async def stop(self, id_: int) -> None:
        """Ask a request to end; it still gets its last reply."""
        await self._process.send(Cancel(id_))

    def forget(self, id_: int) -> None:
        """Drop what still comes for a request."""
        self._waiting.pop(id_, None)

    async def close(self) -> None:
        """End the process; never raises."""
        self._process.kill()
        await self._process.close()
        await self._reader

    async def _read(self) -> EngineError:
        """Hand replies on until the process ends; returns how."""
        while True:
            try:
                reply = await self._process.receive(None)
            except EngineError as error:
                for queue in self._waiting.values():
                    queue.put_nowait(error)
                return error
            id_ = None if isinstance(reply, Ready | Loaded) else reply.id
            if id_ in self._waiting:
                self._waiting[id_].put_nowait(reply)


class SharedClient:
    """One of those who ask a shared process; has the face of an `EngineClient`."""

    def __init__(self, shared: SharedProcess, stall_seconds: float) -> None:
        """`stall_seconds`: a request without a reply for so long counts as hung."""
        self._shared = shared
        self._stall_seconds = stall_seconds
        self._unfinished: Replies | None = None
        self._ended = asyncio.Event()
        self._stop: Callable[[], Awaitable[None]]

    @property
    def ready(self) -> Ready:
        """How the process greeted."""
        return self._shared.process.ready

    @property
    def loaded(self) -> Loaded:
        """What the process said it holds."""
        return self._shared.loaded

    @property
    def pid(self) -> int:
        """The process id."""
        return self._shared.process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs, as far as the event loop has heard."""
        return self._shared.process.alive

    async def generate(
        self,
        prompt: str,
        sampling: Sampling,
        *,
        threads: int = 1,  # noqa: ARG002  part of the face
        messages: tuple[Message, ...] = (),
    ) -> AsyncIterator[Part]:
        """Stream a completion that ends with one `Done`; raises `EngineError`."""
        id_, queue = await self._shared.ask(
            lambda id_: Generate(id_, prompt, sampling, 1, messages)
        )
        self._unfinished, self._ended = queue, asyncio.Event()
        self._stop = lambda: self._shared.stop(id_)
        ended = False
        try:
            while not ended:
                reply = await self._next(queue)
                if not isinstance(reply, Part):
                    raise EngineError("protocol", f"The engine sent {reply}")
                ended = isinstance(reply, Done)
                yield reply
        finally:
            self._unfinished = None
            self._ended.set()
            self._shared.forget(id_)
            if not ended:
                await self._shared.stop(id_)

    async def score(
        self,
        prompt: str,
        continuations: Sequence[str],
        *,
        threads: int = 1,
    ) -> Scored:
        """How likely each continuation is after a prompt; raises `EngineError`."""
        id_, queue = await self._shared.ask(
            lambda id_: Score(id_, prompt, tuple(continuations), threads)
        )
        try:
            while isinstance(reply := await self._next(queue), Progress):
                pass
        finally:
            self._shared.forget(id_)
        if not isinstance(reply, Scored):
            raise EngineError("protocol", f"The engine sent {reply}")
        return reply

    async def cancel(self, *, grace_seconds: float = 2.0) -> None:
        """Ask the running request to stop; after the grace whoever reads it gets an error."""
        if self._unfinished is None:
            return
        await self._stop()
        try:
            async with asyncio.timeout(grace_seconds):
                await self._ended.wait()
        except TimeoutError:
            self.kill()

    def kill(self) -> None:
        """Give the running request up; the process goes on for the others."""
        if self._unfinished is not None:
            self._unfinished.put_nowait(EngineError("hung", "The request did not stop in time."))

    async def close(self) -> None:
        """Nothing is held."""

    async def _next(self, queue: Replies) -> Reply:
        try:
            async with asyncio.timeout(self._stall_seconds):
                reply = await queue.get()
        except TimeoutError:
            raise EngineError(
                "hung", f"The engine gave no sign of life for {self._stall_seconds:g} s."
            ) from None
        if isinstance(reply, EngineError):
            raise reply
        if isinstance(reply, Failed):
            raise EngineError(reply.kind, reply.message, reply.hint)
        return reply
