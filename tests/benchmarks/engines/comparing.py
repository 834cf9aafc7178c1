"""Asks the pool and the bare library the same in turn, and makes figures of what they took."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from playground.engines.protocol import Progress, Token
from playground.services.machine import usable_cores
from tests.benchmarks.engines.sides import Pooled, Side, Spent, bare, pooled
from tests.benchmarks.engines.stops import stops, worst
from tests.benchmarks.figures import Figure, compared
from tests.benchmarks.models import bench_220m

ENGINES = ("ctransformers", "llamacpp")
PAIRS, ROUNDS = 8, 2
"""Where in memory a process happens to lie makes some percent, so both begin anew several times."""
BUDGET = 0.97
STOP_BUDGETS = {"ctransformers": 250.0, "llamacpp": 100.0}
"""Milliseconds. The one cannot be interrupted within a slice; the other ends its slice unheard."""
TOKENS = 48
PROMPT = "Hello world, " * 16

Asked = dict[str, dict[str, list[Spent]]]
"""What each request took, by what it measures and by side."""


async def pair(engine: str, model: Path, threads: int, rounds: int, found: Asked) -> None:
    """Start both sides and ask them in turn, the one and the other first."""
    async with AsyncExitStack() as stack:
        inside = await pooled(stack, engine, model, threads)
        sides: dict[str, Side] = {
            "llmplay": inside,
            "bare": await bare(stack, engine, model, threads),
        }

        async def ask(number: int, text: str, limit: int) -> AsyncIterator[tuple[str, Spent]]:
            ids = (await inside.client.tokenize(text)).ids
            for who in sorted(sides, reverse=bool(number % 2)):
                spent = await sides[who].ask(text, ids, limit)
                yield who, spent._replace(tokens=len(ids)) if limit == 1 else spent

        _ = [spent async for spent in ask(0, "It warms up", TOKENS // 2)]
        for number in range(rounds):
            for name, rest, limit in (("prompt", PROMPT, 1), ("generation", "", TOKENS)):
                # Every prompt begins differently, so that nothing of it is known.
                async for who, spent in ask(number, f"{number} {name} {rest}", limit):
                    found.setdefault(name, {}).setdefault(who, []).append(spent)


def speeds(name: str, found: dict[str, list[Spent]]) -> Iterator[Figure]:
    """Both sides on the clock and in processor time."""
    ours, theirs = found["llmplay"], found["bare"]

    def figure(title: str, unit: str, one: Sequence[float], other: Sequence[float]) -> Figure:
        against = "the bare library"
        return compared(title, unit, one, other, against, budget=BUDGET, at_least=True)

    clock = [[one.tokens / one.seconds for one in side] for side in (ours, theirs)]
    work = [[one.tokens / one.processor_seconds for one in side] for side in (ours, theirs)]
    yield figure(f"{name}, 220 M llama", "tokens/s", *clock)
    yield figure("the same for a second of processor time", "tokens/s", *work)


async def compare(engine: str, threads: int, quick: bool) -> list[Figure]:
    """One engine."""
    model = bench_220m()
    asked: Asked = {}
    for _ in range(2 if quick else PAIRS):
        await pair(engine, model, threads, ROUNDS, asked)
    found = [
        *speeds(f"reading a prompt, {engine}", asked["prompt"]),
        *speeds(f"generating, {engine}", asked["generation"]),
    ]
    async with AsyncExitStack() as stack:
        inside: Pooled = await pooled(stack, engine, model, threads)
        for title, kind in (("reads", Progress), ("writes", Token)):
            taken = await stops(inside.client, PROMPT * 6, threads, kind)
            found.append(
                Figure(
                    f"until {engine} stops while it {title}, 90th percentile",
                    "ms",
                    worst(taken),
                    budget=STOP_BUDGETS[engine],
                    judged="value",
                    note=f"median {statistics.median(taken):.0f} ms",
                )
            )
    return found


def measure(quick: bool, threads: str = "") -> Iterator[Figure]:
    """Both engines."""
    for engine in ENGINES:
        number = int(threads) if threads else max(1, usable_cores() - 1)
        yield from asyncio.run(compare(engine, number, quick))
