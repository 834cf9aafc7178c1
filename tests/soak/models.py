"""`python -m tests.soak models [CYCLES]`: loads and unloads models, 1,000 times by default.

One model on two engines pushes itself out of memory. Every fiftieth cycle prints
what the playground holds; at the end that must be what it was after the first fifty.
"""

from __future__ import annotations

from pathlib import Path

from tests.soak.cycles import Held, cycle, held, key_of

_MODEL = Path(__file__).parents[2] / "playground/demo/weights/demo-llama.F16.gguf"
_EVERY = 50
_GROWTH = 4_000_000  # bytes that the allocator may keep for itself


async def main(cycles: int) -> int:
    """Run and print; the exit code is 1 where something grew."""
    keys = [key_of(engine, _MODEL) for engine in ("ctransformers", "llamacpp")]
    early: Held | None = None
    last = held()
    number = 0
    async for last in cycle(cycles, keys):
        number += 1
        if number % _EVERY == 0:
            early = early or last
            print(
                f"{number:5} {last.memory / 1e6:7.1f} MB {last.descriptors:4} descriptors "
                f"{last.processes} processes",
                flush=True,
            )
    after = held()
    flat = early is None or (
        last.memory - early.memory < _GROWTH
        and (last.descriptors, last.processes) == (early.descriptors, early.processes)
    )
    print(f"after closing: {after.descriptors} descriptors, {after.processes} processes")
    print("flat" if flat and not after.processes else "GREW")
    return 0 if flat and not after.processes else 1
