"""How long a model goes on after it was told to stop."""

from __future__ import annotations

import asyncio
import statistics
import time

from playground.engines.client import EngineClient
from playground.engines.parameters import Sampling
from playground.engines.protocol import Done, Progress, Token

ROUNDS = 10


async def seconds_to_stop(
    client: EngineClient, prompt: str, threads: int, at: type[Progress | Token], after: float
) -> float:
    """From the wish to stop, `after` seconds past the first reply of a kind, to the end."""
    loop = asyncio.get_running_loop()
    asked = Sampling(max_new_tokens=1000, seed=1)
    wished: list[float] = []

    async def stop() -> None:
        wished.append(time.perf_counter())
        await client.cancel(grace_seconds=60)

    stopping: list[asyncio.Task[None]] = []
    begun = False
    async for reply in client.generate(prompt, asked, threads=threads):
        if isinstance(reply, at) and not begun:
            begun = True
            loop.call_later(after, lambda: stopping.append(loop.create_task(stop())))
        if isinstance(reply, Done):
            ended = time.perf_counter()
            if not wished:
                raise RuntimeError("it ended before it was told to stop")
            await asyncio.gather(*stopping)
            return ended - wished[0]
    raise RuntimeError("no end")


async def stops(
    client: EngineClient, prompt: str, threads: int, at: type[Progress | Token]
) -> list[float]:
    """Milliseconds to stop, each round at another moment; every prompt begins differently."""
    found = []
    for number in range(ROUNDS):
        after = 0.02 + 0.017 * number
        text = f"{number} {at.__name__} {prompt}" if at is Progress else f"{number}"
        found.append(1000 * await seconds_to_stop(client, text, threads, at, after))
    return found


def worst(values: list[float]) -> float:
    """The 90th percentile."""
    return statistics.quantiles(values, n=10, method="inclusive")[-1]
