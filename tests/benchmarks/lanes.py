"""`python -m tests.benchmarks.lanes`: how many tokens a second 2 and 4 models make together.

Copies of a generated Q4_0 llama answer as the playground arranges them by itself, and alternately
in the arrangements that a person could choose by hand: the schedules, with one thread each and with
all cores. All are loaded beforehand.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from playground.domain.runs import LaneEnded, RunRequest, plan
from playground.domain.scheduling import Schedule
from playground.services.catalog import load_templates
from playground.services.local import entry_for_path
from playground.services.machine import usable_cores
from playground.services.pool import EnginePool
from playground.services.runner import RunService
from playground.services.settings import Settings
from tests.benchmarks.rounds import line, verdict
from tests.makers import write_llama

ROUNDS = 3
BUDGET = 0.95
TOKENS = 48


def request(models: Sequence[Path], schedule: Schedule, threads: int | None) -> RunRequest:
    """The same question to all."""
    entries = [entry_for_path(model) for model in models]
    asked = plan(
        entries,
        load_templates(),
        prompt="Hello",
        chosen={"seed": 1, "max_new_tokens": TOKENS},
        threads=threads,
    )
    return replace(asked, schedule=schedule)


async def speed(running: RunService, asked: RunRequest) -> float:
    """Tokens per second of all lanes, from the start to the end of the run."""
    tokens = 0
    started = time.perf_counter()
    async for event in running.stream(asked):
        if isinstance(event, LaneEnded):
            if event.result.error:
                raise RuntimeError(event.result.error)
            tokens += event.result.usage.completion_tokens
    return tokens / (time.perf_counter() - started)


async def compare(models: Sequence[Path]) -> None:
    """Measure and print for so many models."""
    cores = usable_cores()
    by_hand: dict[str, tuple[Schedule, int]] = {
        f"{schedule}, {threads} threads": (schedule, threads)
        for schedule in ("together", "in-turn")
        for threads in sorted({1, cores})
    }
    pool = EnginePool(warm=len(models))
    found: dict[str, list[float]] = {"by itself": [], **{name: [] for name in by_hand}}
    try:
        running = RunService(pool, Settings(warm_models=len(models)))
        await speed(running, request(models, "automatic", None))
        for _ in range(ROUNDS):
            found["by itself"].append(await speed(running, request(models, "automatic", None)))
            for name, (schedule, threads) in by_hand.items():
                found[name].append(await speed(running, request(models, schedule, threads)))
    finally:
        await pool.close()
    print(f"{len(models)} models, {cores} cores, {ROUNDS} rounds")
    for name, values in found.items():
        print(line(name, values, "tokens/s"))
    medians = {name: statistics.median(values) for name, values in found.items()}
    itself = medians.pop("by itself")
    print(
        verdict("by itself / best by hand", itself / max(medians.values()), BUDGET, at_least=True)
    )


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        shape = {"vocab": 32000, "embd": 512, "heads": 8, "heads_kv": 8, "layers": 8, "ff": 1408}
        first = Path(folder, "bench-0.gguf")
        write_llama(first, **shape, context=2048, quant="Q4_0")
        models = [first]
        for number in range(1, 4):
            copy = Path(folder, f"bench-{number}.gguf")
            copy.hardlink_to(first)
            models.append(copy)
        for count in (2, 4):
            asyncio.run(compare(models[:count]))


if __name__ == "__main__":
    main()
