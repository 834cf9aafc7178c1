from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from playground.domain.catalog import CatalogEntry
from playground.services.local import entry_for_path
from playground.services.modelfiles import ModelFileError
from playground.services.pool import EnginePool
from playground.services.settings import Settings
from playground.services.tokens import TokenCount, TokenCounter


@pytest.fixture
async def pool() -> AsyncIterator[EnginePool]:
    pool = EnginePool(warm=1)
    yield pool
    await pool.close()


@pytest.fixture
def entry(llama: Path) -> CatalogEntry:
    return entry_for_path(llama)


async def test_without_a_warm_model_there_is_no_count(
    pool: EnginePool, entry: CatalogEntry
) -> None:
    counter = TokenCounter(pool, Settings())
    assert not counter.warm(entry)
    assert await counter.count(entry, "Hello") is None


async def test_a_loaded_model_counts_and_stays_warm_for_the_run(
    pool: EnginePool, entry: CatalogEntry
) -> None:
    counter = TokenCounter(pool, Settings())
    counted = await counter.count(entry, "Hello", load=True)
    assert counted is not None
    assert counted.context_length == 256
    assert 1 < counted.tokens <= 7
    assert counter.warm(entry)
    more = await counter.count(entry, "Hello" * 20)
    assert more is not None
    assert more.tokens > counted.tokens
    assert not more.over
    too_much = await counter.count(entry, "Hello " * 300)
    assert too_much is not None
    assert too_much.over


async def test_a_run_waits_for_a_count_that_nobody_waits_for_any_more(
    pool: EnginePool, entry: CatalogEntry
) -> None:
    counter = TokenCounter(pool, Settings())
    waiting = asyncio.create_task(counter.count(entry, "Hello", load=True))
    await asyncio.sleep(0)
    waiting.cancel()
    await counter.settled()
    assert counter.warm(entry)
    assert isinstance(await counter.count(entry, "Hello"), TokenCount)


async def test_another_context_length_is_another_model(
    pool: EnginePool, entry: CatalogEntry
) -> None:
    counter = TokenCounter(pool, Settings())
    await counter.count(entry, "Hello", load=True)
    assert await counter.count(entry, "Hello", context_length=128) is None


async def test_a_model_that_is_not_there_is_refused(pool: EnginePool, entry: CatalogEntry) -> None:
    counter = TokenCounter(pool, Settings())
    with pytest.raises(ModelFileError, match="not on this machine"):
        await counter.count(replace(entry, path=None), "Hello")
    await counter.settled()


async def test_a_process_that_stands_still_holds_no_run_up(
    pool: EnginePool, entry: CatalogEntry
) -> None:
    counter = TokenCounter(pool, Settings())
    assert await counter.count(entry, "Hello", load=True)
    (frozen,) = pool.pids
    os.kill(frozen, signal.SIGSTOP)
    counting = asyncio.create_task(counter.count(entry, "Hello again"))
    try:
        await asyncio.sleep(0)
        await counter.settled(0.1)
        assert not counting.done()
    finally:
        os.kill(frozen, signal.SIGCONT)
    assert await counting
