"""`python -m tests.benchmarks.engines [THREADS]`: both engines on one file, beside their libraries.

A generated Q4_0 llama of some 220 million parameters, kept in the cache folder, reads prompts and
goes on with them: in the playground's pool, and alternately in a script that calls the library with
the same threads, context and batch and does nothing else. The ratio of each pair of neighbours is
taken, of the time on the clock and of the processor time, and of these the median. Then it is
stopped while it reads and while it answers.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
from contextlib import AsyncExitStack

from playground.engines.protocol import Progress, Token
from playground.services.machine import usable_cores
from tests.benchmarks.engines.sides import Bare, Pooled, Side, Spent, bare, pooled
from tests.benchmarks.engines.stops import stops, worst
from tests.benchmarks.models import bench_220m
from tests.benchmarks.rounds import line, verdict

ENGINES = ("ctransformers", "llamacpp")
ROUNDS = 12
BUDGET = 0.97
STOP_BUDGETS = {"ctransformers": 250.0, "llamacpp": 100.0}
"""Milliseconds. The one cannot be interrupted within a slice; the other ends its slice unheard."""
TOKENS = 48
PROMPT = "Hello world, " * 24


async def pairs(
    sides: dict[str, Side], name: str, client: Pooled, prompt: str, limit: int
) -> dict[str, list[Spent]]:
    """Ask both sides in turn, the one and the other first; every prompt begins differently."""
    found: dict[str, list[Spent]] = {who: [] for who in sides}
    for number in range(ROUNDS + 1):
        text = f"{number} {name} {prompt}"
        ids = (await client.client.tokenize(text)).ids
        for who in sorted(sides, reverse=bool(number % 2)):
            spent = await sides[who].ask(text, ids, limit)
            counted = len(ids) if limit == 1 else spent.tokens
            if number:  # the first one warms up
                found[who].append(spent._replace(tokens=counted))
    return found


def report(name: str, found: dict[str, list[Spent]]) -> None:
    """Speeds of both sides, and the ratios."""
    for who, all_of_them in found.items():
        speeds = [spent.tokens / spent.seconds for spent in all_of_them]
        print(line(f"{name}, {who}", speeds, "tokens/s"))
    ours, theirs = found["llmplay"], found["bare"]
    together = list(zip(ours, theirs, strict=True))
    clock = [(a.tokens / a.seconds) / (b.tokens / b.seconds) for a, b in together]
    work = [
        (a.tokens / a.processor_seconds) / (b.tokens / b.processor_seconds) for a, b in together
    ]
    for kind, ratios in (("clock", clock), ("processor", work)):
        ratio = statistics.median(ratios)
        print(verdict(f"  llmplay / bare, {kind}", ratio, BUDGET, at_least=True))


async def measure(engine: str, threads: int) -> None:
    """Measure one engine and print."""
    print(f"{engine}, {threads} threads, {ROUNDS} rounds")
    model = bench_220m()
    async with AsyncExitStack() as stack:
        inside: Pooled = await pooled(stack, engine, model, threads)
        alone: Bare = await bare(stack, engine, model, threads)
        sides: dict[str, Side] = {"llmplay": inside, "bare": alone}
        report("prompt", await pairs(sides, "prompt", inside, PROMPT, 1))
        report("generation", await pairs(sides, "generation", inside, "", TOKENS))
        for name, kind in (("prompt", Progress), ("generation", Token)):
            taken = await stops(inside.client, PROMPT * 4, threads, kind)
            print(line(f"stop in {name}", taken, "ms"))
            budget = STOP_BUDGETS[engine]
            print(verdict("  90th percentile", worst(taken), budget, at_least=False))


def main() -> None:
    """Measure and print."""
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    threads = asked or max(1, usable_cores() - 1)
    for engine in ENGINES:
        asyncio.run(measure(engine, threads))


if __name__ == "__main__":
    main()
