from __future__ import annotations

import os
from pathlib import Path

import pytest

from playground.services.pool import EnginePool
from tests.processes import children
from tests.soak.cycles import cycle, held, key_of


@pytest.mark.parametrize("engine", ["ctransformers", "llamacpp"])
async def test_models_that_push_one_another_out_leave_nothing(
    engine: str, llama: Path, long_llama: Path
) -> None:
    if engine == "llamacpp":
        pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")
    keys = [key_of(engine, llama), key_of(engine, long_llama)]
    seen = [now async for now in cycle(6, keys)]
    assert {one.processes for one in seen} == {1}
    assert len({one.descriptors for one in seen[1:]}) == 1
    assert children() == set()
    assert held().descriptors < seen[-1].descriptors


async def test_what_is_not_put_away_is_seen(llama: Path) -> None:
    before = held()
    pool = EnginePool(warm=1)
    try:
        await pool.start("ctransformers")
        left = os.open(llama, os.O_RDONLY)
        now = held()
        os.close(left)
        assert now.processes == before.processes + 1
        assert now.descriptors > before.descriptors
        assert held().descriptors == now.descriptors - 1
    finally:
        await pool.close()
