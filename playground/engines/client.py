"""The playground's end of one model process: requests, one at a time, and how they are stopped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import TypeVar

from playground.engines.parameters import Sampling
from playground.engines.process import EngineError, ModelProcess
from playground.engines.protocol import (
    Cancel,
    Command,
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
    Tokenize,
    Tokens,
)

__all__ = ["EngineClient", "EngineError"]

R = TypeVar("R", bound=Reply)


class EngineClient:
    """One child process with one engine in it; one request at a time."""

    def __init__(self, process: ModelProcess, stall_seconds: float) -> None:
        """Use `start`, which also shakes hands."""
        self._process = process
        self._stall_seconds = stall_seconds
        self._last_id = 0
        self._unfinished: int | None = None
        self.loaded: Loaded | None = None

    @classmethod
    async def start(
        cls,
        engine: str = "ctransformers",
        *,
        command: Sequence[str] | None = None,
        stall_seconds: float = 120.0,
    ) -> EngineClient:
        """Spawn a model process and wait for its greeting; raises `EngineError`.

        `command` replaces the worker's command line; `stall_seconds` is how long the process may be
        silent while an answer is due before it counts as hung.
        """
        process = await ModelProcess.start(engine, command=command, stall_seconds=stall_seconds)
        return cls(process, stall_seconds)

    @property
    def ready(self) -> Ready:
        """How the process greeted."""
        return self._process.ready

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs, as far as the event loop has heard."""
        return self._process.alive

    async def load(self, command: Load) -> Loaded:
        """Load a model file; raises `EngineError`."""
        await self._send(command)
        self.loaded = await self._expect(Loaded)
        return self.loaded

    async def tokenize(self, text: str) -> Tokens:
        """The tokens the loaded model makes of a text; raises `EngineError`."""
        await self._settle()
        self._last_id += 1
        await self._send(Tokenize(self._last_id, text))
        return await self._expect(Tokens)

    async def generate(
        self,
        prompt: str,
        sampling: Sampling,
        *,
        threads: int = 1,
        messages: tuple[Message, ...] = (),
    ) -> AsyncIterator[Progress | Token | Done]:
        """Stream a completion that ends with one `Done`; raises `EngineError`."""
        await self._settle()
        self._last_id += 1
        id_ = self._unfinished = self._last_id
        self._process.stopping = False
        await self._send(Generate(id_, prompt, sampling, threads, messages))
        while True:
            reply = await self._reply()
            if isinstance(reply, Failed):
                self._unfinished = None
                raise EngineError(reply.kind, reply.message, reply.hint)
            if not isinstance(reply, Progress | Token | Done) or reply.id != id_:
                raise self._process.confused(f"an answer nobody asked for: {reply}")
            if isinstance(reply, Done):
                self._unfinished = None
                yield reply
                return
            yield reply

    async def score(self, prompt: str, continuations: Sequence[str], *, threads: int = 1) -> Scored:
        """How likely each continuation is after a prompt; raises `EngineError`."""
        await self._settle()
        self._last_id += 1
        id_ = self._unfinished = self._last_id
        self._process.stopping = False
        await self._send(Score(id_, prompt, tuple(continuations), threads))
        while isinstance(reply := await self._reply(), Progress):
            pass
        self._unfinished = None
        if isinstance(reply, Failed):
            raise EngineError(reply.kind, reply.message, reply.hint)
        if not isinstance(reply, Scored) or reply.id != id_:
            raise self._process.confused(f"an answer nobody asked for: {reply}")
        return reply

    async def cancel(self, *, grace_seconds: float = 2.0) -> None:
        """Ask the running request to stop; kill the process if it does not within the grace.

        Whoever reads the generation gets its `Done`, or an `EngineError` of the kind "hung".
        """
        id_ = self._unfinished
        if id_ is None or self._process.stopping:
            return
        self._process.stopping = True
        await self._send(Cancel(id_))
        deadline = asyncio.get_running_loop().time() + grace_seconds
        while self._unfinished == id_ and self.alive:
            if asyncio.get_running_loop().time() > deadline:
                self.kill()
                return
            await asyncio.sleep(0.01)

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    async def close(self, *, grace_seconds: float = 1.0) -> None:
        """End the process: by closing its input, or by force after the grace; never raises."""
        await self._process.close(grace_seconds=grace_seconds)

    async def _settle(self) -> None:
        """Finish a generation that its reader left half way."""
        if self._unfinished is None:
            return
        cancelling = asyncio.create_task(self.cancel())
        try:
            while not isinstance(await self._reply(), Done | Scored | Failed):
                pass
        finally:
            self._unfinished = None
            await cancelling

    async def _send(self, command: Command) -> None:
        await self._process.send(command)

    async def _expect(self, kind: type[R]) -> R:
        reply = await self._reply()
        if isinstance(reply, Failed):
            raise EngineError(reply.kind, reply.message, reply.hint)
        if not isinstance(reply, kind):
            raise self._process.confused(f"{reply} instead of {kind.__name__}")
        return reply

    async def _reply(self) -> Reply:
        return await self._process.receive(self._stall_seconds)
