"""`python -m tests.benchmarks.lanes [ENGINE ...]`: how fast 2 and 4 models speak together.

Copies of a generated Q4_0 llama answer as the playground arranges them by itself, and alternately
in the arrangements that a person could choose by hand: the schedules, with one thread each and with
all cores. All are loaded beforehand. Of each round the ratio to every arrangement is taken, and the
median of it counts; then the same while other programs keep every core busy.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from playground.domain.runs import LaneEnded, RunRequest, plan
from playground.domain.scheduling import Schedule
from playground.engines.installation import installed
from playground.services.catalog import load_templates
from playground.services.local import entry_for_path
from playground.services.machine import usable_cores
from playground.services.pool import EnginePool
from playground.services.runner import RunService
from playground.services.settings import Settings
from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, compared
from tests.makers import write_llama

ENGINES = ("ctransformers", "llamacpp")
ROUNDS = 6
BUDGET = 0.95
BY_ITSELF = "by itself"
UNIT = "tokens/s"
TOKENS = {"quiet": 96, "busy": 96}
"""For each model: some three quarters of a second, in which the kernel shares cores out evenly."""
_LONGEST = 3.0
"""Seconds; what stands still by then is stopped, and what was said counts."""
_SPIN = "while True: pass"


def request(
    models: Sequence[Path], engine: str, schedule: Schedule, threads: int | None, tokens: int
) -> RunRequest:
    """The same question to all."""
    asked = plan(
        [entry_for_path(model) for model in models],
        load_templates(),
        prompt="Hello",
        chosen={"seed": 1, "max_new_tokens": tokens},
        threads=threads,
        engine=engine,
    )
    return replace(asked, schedule=schedule)


async def speed(running: RunService, asked: RunRequest) -> float:
    """Tokens per second of all lanes, from the start to the end of the run."""
    loop = asyncio.get_running_loop()
    stopping: list[asyncio.Task[None]] = []
    limit = loop.call_later(_LONGEST, lambda: stopping.append(loop.create_task(running.stop())))
    tokens = 0
    started = time.perf_counter()
    async for event in running.stream(asked):
        if isinstance(event, LaneEnded):
            if event.result.error:
                raise RuntimeError(event.result.error)
            tokens += event.result.usage.completion_tokens
    seconds = time.perf_counter() - started
    limit.cancel()
    await asyncio.gather(*stopping)
    return tokens / seconds


@contextlib.contextmanager
def others_at_work(count: int) -> Iterator[None]:
    """So many other programs that never rest."""
    spinning = [subprocess.Popen([sys.executable, "-c", _SPIN]) for _ in range(count)]
    try:
        yield
    finally:
        for one in spinning:
            one.kill()
            one.wait()


async def compare(models: Sequence[Path], engine: str, rounds: int) -> list[Figure]:
    """All arrangements of so many models, on the machine as it is and while others work."""
    cores = usable_cores()
    ways: dict[str, tuple[Schedule, int | None]] = {BY_ITSELF: ("automatic", None)}
    ways |= {
        f"{schedule}, {threads} thread{'s' * (threads > 1)} each": (schedule, threads)
        for schedule in ("together", "in-turn")
        for threads in sorted({1, cores})
    }
    pool = EnginePool(warm=len(models))
    found: dict[str, dict[str, list[float]]] = {
        state: {name: [] for name in ways} for state in TOKENS
    }
    try:
        running = RunService(pool, Settings(warm_models=len(models)))
        await speed(running, request(models, engine, "automatic", None, 1))  # loads them
        for state, tokens in TOKENS.items():
            with others_at_work(cores if state == "busy" else 0):
                for number in range(rounds):
                    order = list(ways.items())
                    for name, way in reversed(order) if number % 2 else order:
                        if engine == "llamacpp":  # loads anew for another number of threads
                            await speed(running, request(models, engine, *way, 1))
                        asked = request(models, engine, *way, tokens)
                        found[state][name].append(await speed(running, asked))
    finally:
        await pool.close()
    return [
        figure
        for state, speeds in found.items()
        for figure in figures(f"{len(models)} models together, {engine}", state, speeds)
    ]


def figures(name: str, state: str, speeds: Mapping[str, Sequence[float]]) -> Iterator[Figure]:
    """By itself, beside the best by hand and the best of those one after the other."""
    if state == "busy":
        name += ", while two more programs never rest"
    ways = [way for way in speeds if way != BY_ITSELF]
    turns = [way for way in ways if way.startswith("in-turn")]
    for told, among in (("the best by hand", ways), ("one after the other", turns)):
        yield _hardest(name, told, speeds, among)


def _hardest(
    name: str, told: str, speeds: Mapping[str, Sequence[float]], ways: Iterable[str]
) -> Figure:
    """Beside the arrangement that it stands worst against, of those that did not stand still."""
    ours = speeds[BY_ITSELF]
    moving = [way for way in ways if 2 * sum(map(bool, speeds[way])) > len(ours)]
    if not moving:
        return Figure(name, UNIT, statistics.median(ours), note=f"{told}, all stood still")
    found = [
        compared(name, UNIT, ours, speeds[way], f"{told}: {way}", budget=BUDGET, at_least=True)
        for way in moving
    ]
    return min(found, key=lambda one: one.ratio or 0.0)


def measure(quick: bool, *engines: str) -> Iterator[Figure]:
    """Every engine that is installed, or those that are named."""
    with tempfile.TemporaryDirectory() as folder:
        shape = {"vocab": 32000, "embd": 512, "heads": 8, "heads_kv": 8, "layers": 8, "ff": 1408}
        first = Path(folder, "bench-0.gguf")
        write_llama(first, **shape, context=2048, quant="Q4_0")
        models = [first]
        for number in range(1, 4):
            copy = Path(folder, f"bench-{number}.gguf")
            copy.hardlink_to(first)
            models.append(copy)
        for engine in filter(installed, engines or ENGINES):
            for count in (2, 4):
                rounds = 2 if quick else ROUNDS
                yield from asyncio.run(compare(models[:count], engine, rounds))


if __name__ == "__main__":
    sys.exit(main(["--only", "lanes", *sys.argv[1:]]))
