"""The two sides that are compared: a model in the pool, and the library in a script of its own.

Both answer the same requests with the same seconds: from the request to its last token, seen from
outside. What the processes take is read from the kernel, so that it is the same whoever else uses
the cores.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from playground.engines.client import EngineClient
from playground.engines.cpu import library_build
from playground.engines.parameters import Sampling
from playground.engines.protocol import Done
from playground.services.load import processor_seconds
from playground.services.pool import EnginePool, ModelKey

CONTEXT = 2048
SLICE = 64


class Spent(NamedTuple):
    """What a request took."""

    seconds: float
    processor_seconds: float
    """Of all processes of this side, the one that asks included."""
    tokens: int
    """Generated."""


class Side(Protocol):
    """One of those that are compared."""

    async def ask(self, prompt: str, ids: Sequence[int], limit: int) -> Spent:
        """Complete a prompt, given as text and as what its tokens are, with `limit` tokens."""


@dataclass
class Pooled:
    """A model in the playground's pool."""

    client: EngineClient
    threads: int

    async def ask(self, prompt: str, ids: Sequence[int], limit: int) -> Spent:
        """As the playground does for a lane."""
        before = processor_seconds(self.client.pid) + time.process_time()
        started = time.perf_counter()
        asked = Sampling(max_new_tokens=limit, seed=1)
        tokens = 0
        async for reply in self.client.generate(prompt, asked, threads=self.threads):
            if isinstance(reply, Done):
                tokens = reply.usage.completion_tokens
        seconds = time.perf_counter() - started
        after = processor_seconds(self.client.pid) + time.process_time()
        return Spent(seconds, after - before, tokens)


@dataclass
class Bare:
    """The library in a script that does nothing else."""

    process: asyncio.subprocess.Process

    async def ask(self, prompt: str, ids: Sequence[int], limit: int) -> Spent:
        """By the script's own clock."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        before = processor_seconds(self.process.pid)
        self.process.stdin.write(json.dumps([list(ids), limit]).encode() + b"\n")
        answer = await self.process.stdout.readline()
        seconds, tokens = json.loads(answer)
        return Spent(seconds, processor_seconds(self.process.pid) - before, tokens)


async def pooled(stack: AsyncExitStack, engine: str, model: Path, threads: int) -> Pooled:
    """A pool with the model in it, until the stack is closed."""
    pool = EnginePool(warm=1)
    stack.push_async_callback(pool.close)
    key = ModelKey(engine, str(model), model.stat().st_mtime_ns, "gguf", CONTEXT, SLICE)
    client = await pool.start(engine)
    await pool.load(client, key, threads)
    return Pooled(client, threads)


async def bare(stack: AsyncExitStack, engine: str, model: Path, threads: int) -> Bare:
    """The script with the model loaded, until the stack is closed."""
    script = Path(__file__).with_name(f"bare_{engine}.py")
    sizes = map(str, (CONTEXT, SLICE))
    command = [str(script), str(model), str(threads), library_build() or "basic", *sizes]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,  # as the pool does it: the kernel shares cores out by session
    )

    async def end() -> None:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()

    stack.push_async_callback(end)
    return Bare(process)
