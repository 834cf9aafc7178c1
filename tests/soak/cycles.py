"""Cycles of a pool: load a model, have it say something, put it away; what stays is counted."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import NamedTuple

from playground.engines.parameters import Sampling
from playground.engines.protocol import Done
from playground.services.machine import resident_bytes
from playground.services.pool import EnginePool, ModelKey
from tests.processes import children


class Held(NamedTuple):
    """What this process holds between two cycles."""

    memory: int
    """Resident bytes."""
    descriptors: int
    processes: int


def held() -> Held:
    """What this process holds now."""
    memory = resident_bytes(os.getpid()) or 0
    return Held(memory, len(list(Path("/proc/self/fd").iterdir())), len(children()))


def key_of(engine: str, model: Path) -> ModelKey:
    """How the pool knows the model."""
    return ModelKey(engine, str(model), model.stat().st_mtime_ns, "gguf", 128, 32)


async def cycle(cycles: int, keys: Sequence[ModelKey]) -> AsyncIterator[Held]:
    """Load the models in turn, each with no room left for the one before; held after each cycle."""
    pool = EnginePool(warm=1, stall_seconds=60)
    try:
        for number in range(cycles):
            key = keys[number % len(keys)]
            client = pool.take_warm(key) or await pool.start(key.engine)
            if client.loaded is None:
                await pool.load(client, key, 1)
            last = None
            async for reply in client.generate("Hello", Sampling(max_new_tokens=3, seed=1)):
                last = reply
            assert isinstance(last, Done), last
            await pool.give_back(key, client)
            yield held()
    finally:
        await pool.close()
