from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from playground.engines.client import EngineClient, EngineError
from playground.services.memory import held_by
from playground.services.pool import EnginePool, ModelKey
from tests.processes import children, wait_until_gone


def key(path: Path) -> ModelKey:
    return ModelKey("ctransformers", str(path), path.stat().st_mtime_ns, "gguf", 128, 64)


@asynccontextmanager
async def pool_of(warm: int) -> AsyncIterator[EnginePool]:
    pool = EnginePool(warm=warm, stall_seconds=60)
    try:
        yield pool
    finally:
        await pool.close()


async def used(pool: EnginePool, path: Path) -> EngineClient:
    """A process that loaded a model and was given back."""
    client = pool.take_warm(key(path)) or await pool.start("ctransformers")
    if client.loaded is None:
        await pool.load(client, key(path), 1)
    await pool.give_back(key(path), client)
    return client


async def test_a_model_stays_warm_for_the_next_run(llama: Path) -> None:
    async with pool_of(warm=1) as pool:
        first = await used(pool, llama)
        assert await used(pool, llama) is first
        assert len(children()) == 1


async def test_the_model_used_longest_ago_makes_room(llama: Path, long_llama: Path) -> None:
    async with pool_of(warm=1) as pool:
        first = await used(pool, llama)
        second = await used(pool, long_llama)
        assert not first.alive
        assert pool.take_warm(key(llama)) is None
        assert pool.take_warm(key(long_llama)) is second


async def test_using_a_model_again_makes_it_the_newest(llama: Path, long_llama: Path) -> None:
    other = llama.with_name("third.gguf")
    other.write_bytes(llama.read_bytes())
    async with pool_of(warm=2) as pool:
        first = await used(pool, llama)
        second = await used(pool, long_llama)
        await used(pool, llama)
        await used(pool, other)
        assert first.alive
        assert not second.alive


async def test_without_warm_models_every_process_ends(llama: Path) -> None:
    async with pool_of(warm=0) as pool:
        client = await used(pool, llama)
        assert not client.alive
        assert children() == set()


async def test_a_dead_process_is_not_kept(llama: Path) -> None:
    async with pool_of(warm=2) as pool:
        client = await pool.start("ctransformers")
        await pool.load(client, key(llama), 1)
        client.kill()
        await pool.give_back(key(llama), client)
        assert pool.take_warm(key(llama)) is None


async def test_a_process_without_a_model_is_not_kept(llama: Path) -> None:
    async with pool_of(warm=2) as pool:
        client = await pool.start("ctransformers")
        await pool.give_back(key(llama), client)
        assert pool.take_warm(key(llama)) is None
        assert children() == set()


async def test_two_processes_of_one_model_leave_one(llama: Path) -> None:
    async with pool_of(warm=3) as pool:
        clients = [await pool.start("ctransformers") for _ in range(2)]
        for client in clients:
            await pool.load(client, key(llama), 1)
        for client in clients:
            await pool.give_back(key(llama), client)
        assert [client.alive for client in clients] == [False, True]
        assert children() == {clients[1].pid}


async def test_a_prepared_process_is_the_next_one(llama: Path) -> None:
    async with pool_of(warm=1) as pool:
        pool.prepare("ctransformers")
        pool.prepare("ctransformers")
        client = await pool.start("ctransformers")
        assert children() == {client.pid}
        await pool.load(client, key(llama), 1)


async def test_a_prepared_process_that_died_is_replaced() -> None:
    async with pool_of(warm=1) as pool:
        pool.prepare("ctransformers")
        spare = await pool._spare["ctransformers"]
        os.kill(spare.pid, signal.SIGKILL)
        await spare._process._process.wait()
        client = await pool.start("ctransformers")
        assert client.alive
        assert client.pid != spare.pid


async def test_an_engine_that_cannot_start_is_told() -> None:
    async with pool_of(warm=1) as pool:
        pool.prepare("abacus")
        with pytest.raises(EngineError, match="abacus"):
            await pool.start("abacus")


async def test_closing_ends_every_process_in_whatever_state(llama: Path) -> None:
    pool = EnginePool(warm=2)
    warm = await used(pool, llama)
    busy = await pool.start("ctransformers")
    pool.prepare("ctransformers")
    spare = await pool._spare["ctransformers"]
    await pool.close()
    for client in (warm, busy, spare):
        assert wait_until_gone(client.pid)
    assert children() == set()
    pool.prepare("ctransformers")
    assert pool._spare == {}


async def test_closing_while_a_process_starts_leaves_nothing() -> None:
    pool = EnginePool(warm=2)
    pool.prepare("ctransformers")
    await asyncio.sleep(0)
    await pool.close()
    assert children() == set()


async def test_a_process_given_back_after_closing_ends(llama: Path) -> None:
    pool = EnginePool(warm=2)
    client = await pool.start("ctransformers")
    await pool.load(client, key(llama), 1)
    await pool.close()
    await pool.give_back(key(llama), client)
    assert not client.alive


async def test_a_start_that_is_cancelled_leaves_nothing() -> None:
    pool = EnginePool(warm=2)
    pool.prepare("ctransformers")
    starting = asyncio.create_task(pool.start("ctransformers"))
    await asyncio.sleep(0)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    await pool.close()
    assert children() == set()


async def test_idle_models_hold_at_most_half_of_the_memory(llama: Path, gpt2: Path) -> None:
    free = 10**12
    pool = EnginePool(warm=5, stall_seconds=60, available=lambda: free)
    try:
        first = await pool.start("ctransformers")
        await pool.load(first, key(llama), 1)
        await pool.give_back(key(llama), first)
        assert held_by(first.pid).total <= await pool.releasable() + llama.stat().st_size + 10**8
        second = await pool.start("ctransformers")
        await pool.load(second, gpt2_key(gpt2), 1)
        await pool.give_back(gpt2_key(gpt2), second)
        assert pool.warm_paths == {str(llama), str(gpt2)}
        free = 0
        again = pool.take_warm(key(llama))
        assert again is first
        await pool.give_back(key(llama), again)
        assert pool.warm_paths == {str(llama)}  # the other one made room; one always stays
        assert not second.alive
    finally:
        await pool.close()


async def test_idle_models_make_room_those_used_first_before_others(
    llama: Path, gpt2: Path
) -> None:
    async with pool_of(warm=5) as pool:
        for one in (key(llama), gpt2_key(gpt2)):
            client = await pool.start("ctransformers")
            await pool.load(client, one, 1)
            await pool.give_back(one, client)
        assert len(pool.pids) == 2
        await pool.shrink(10**12)
        assert pool.warm_paths == {str(llama), str(gpt2)}
        await pool.shrink(0, keep=str(llama))
        assert pool.warm_paths == {str(llama)}
        await pool.shrink(0)
        assert pool.warm_paths == set()
        assert await pool.releasable() == 0


def gpt2_key(path: Path) -> ModelKey:
    return key(path)._replace(model_type="gpt2")
