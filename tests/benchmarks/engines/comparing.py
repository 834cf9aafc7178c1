"""Asks the pool and the bare library the same in turn, and makes figures of what they took."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack

from playground.engines.protocol import Progress, Token
from playground.services.machine import usable_cores
from tests.benchmarks.engines.sides import Bare, Pooled, Side, Spent, bare, pooled
from tests.benchmarks.engines.stops import stops, worst
from tests.benchmarks.figures import Figure, compared
from tests.benchmarks.models import bench_220m

ENGINES = ("ctransformers", "llamacpp")
ROUNDS = 12
BUDGET = 0.97
STOP_BUDGETS = {"ctransformers": 250.0, "llamacpp": 100.0}
"""Milliseconds. The one cannot be interrupted within a slice; the other ends its slice unheard."""
TOKENS = 48
PROMPT = "Hello world, " * 24


async def pairs(
    sides: dict[str, Side], name: str, client: Pooled, prompt: str, *, limit: int, rounds: int
) -> dict[str, list[Spent]]:
    """Ask both sides in turn, the one and the other first; every prompt begins differently."""
    found: dict[str, list[Spent]] = {who: [] for who in sides}
    for number in range(rounds + 1):
        text = f"{number} {name} {prompt}"
        ids = (await client.client.tokenize(text)).ids
        for who in sorted(sides, reverse=bool(number % 2)):
            spent = await sides[who].ask(text, ids, limit)
            counted = len(ids) if limit == 1 else spent.tokens
            if number:  # the first one warms up
                found[who].append(spent._replace(tokens=counted))
    return found


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
    rounds = 3 if quick else ROUNDS
    found: list[Figure] = []
    async with AsyncExitStack() as stack:
        inside: Pooled = await pooled(stack, engine, model, threads)
        alone: Bare = await bare(stack, engine, model, threads)
        sides: dict[str, Side] = {"llmplay": inside, "bare": alone}
        for name, title, prompt, limit in (
            ("prompt", f"reading a prompt, {engine}", PROMPT, 1),
            ("generation", f"generating, {engine}", "", TOKENS),
        ):
            spent = await pairs(sides, name, inside, prompt, limit=limit, rounds=rounds)
            found += speeds(title, spent)
        for title, kind in (("reads", Progress), ("writes", Token)):
            taken = await stops(inside.client, PROMPT * 4, threads, kind)
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
