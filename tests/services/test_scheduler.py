from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from playground.domain.runs import LaneChanged
from playground.domain.scheduling import Arrangement
from playground.services import machine, scheduler
from playground.services.budget import Budget
from playground.services.local import entry_for_path
from playground.services.pool import EnginePool
from playground.services.runner import RunService
from playground.services.scheduler import Scheduler
from playground.services.settings import Settings
from tests.services.lanes import ask, collect, hold_core, overlap

LITTLE = 1_000_000  # bytes


@asynccontextmanager
async def running(
    free: int | None, settings: Settings, *, warm: int = 0
) -> AsyncIterator[tuple[RunService, EnginePool]]:
    """A service on a machine with so many bytes free."""
    pool = EnginePool(warm=warm, stall_seconds=60)
    try:
        planner = Scheduler(pool, settings, available=lambda: free)
        yield RunService(pool, settings, scheduler=planner), pool
    finally:
        await pool.close()


@pytest.mark.parametrize("schedule", ["automatic", "together"])
async def test_models_that_do_not_fit_together_run_in_turn_and_say_why(
    llama: Path, gpt2: Path, monkeypatch: pytest.MonkeyPatch, schedule: str
) -> None:
    monkeypatch.setattr(machine, "usable_cores", lambda: 4)
    settings = Settings(schedule=schedule)  # type: ignore[arg-type]
    async with running(LITTLE, settings, warm=2) as (service, pool):
        results, events = await collect(service, ask([llama, gpt2]))
        assert len(pool.warm_paths) == 1, "the first one went to make room for the second"
    assert overlap(events) == 1
    assert {one.stop_reason for one in results.values()} == {"length"}
    (told,) = [one.detail for one in events if isinstance(one, LaneChanged) and one.lane == 1][1:2]
    assert told.startswith("waits for ")
    assert told.endswith(" of memory")


@pytest.mark.parametrize("free", [10**12, None])
async def test_models_that_fit_or_of_which_nobody_knows_run_together(
    llama: Path, gpt2: Path, monkeypatch: pytest.MonkeyPatch, free: int | None
) -> None:
    monkeypatch.setattr(machine, "usable_cores", lambda: 2)
    async with running(free, Settings()) as (service, _):
        _, events = await collect(service, ask([llama, gpt2], tokens=60))
    assert overlap(events) == 2


async def test_memory_is_not_looked_at_where_the_settings_say_so(
    llama: Path, gpt2: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "usable_cores", lambda: 2)
    async with running(LITTLE, Settings(check_memory=False)) as (service, _):
        _, events = await collect(service, ask([llama, gpt2], tokens=60))
    assert overlap(events) == 2


async def test_what_others_do_takes_threads_away_but_not_those_asked_for(
    llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(_: object) -> float:
        return 5.0

    monkeypatch.setattr(machine, "usable_cores", lambda: 8)
    monkeypatch.setattr(scheduler, "cores_of_others", busy)
    entry = entry_for_path(llama)
    async with running(None, Settings()) as (_, pool):
        planner = Scheduler(pool, Settings())
        assert (await planner.plan(ask([llama]), [entry])).share.threads == 2
        assert (await planner.plan(ask([llama], threads=6), [entry])).share.threads == 6


async def test_beside_other_programs_models_do_not_wait_for_cores(
    llama: Path, gpt2: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(_: object) -> float:
        return 1.0

    monkeypatch.setattr(machine, "usable_cores", lambda: 1)
    async with running(10**12, Settings(schedule="automatic")) as (service, _):
        _, events = await collect(service, ask([llama, gpt2], tokens=60))
        assert overlap(events) == 1
        monkeypatch.setattr(scheduler, "cores_of_others", busy)
        results, events = await collect(service, ask([llama, gpt2], tokens=60))
    assert overlap(events) == 2
    assert {one.threads for one in results.values()} == {1}


@pytest.mark.parametrize(("still", "looks"), [(1000.0, 1), (0.0, 2)])
async def test_who_was_at_work_lately_is_taken_to_be_still(
    llama: Path, monkeypatch: pytest.MonkeyPatch, still: float, looks: int
) -> None:
    looked: list[object] = []

    async def busy(pids: object) -> float:
        looked.append(pids)
        return 1.0

    monkeypatch.setattr(scheduler, "cores_of_others", busy)
    monkeypatch.setattr(scheduler, "_STILL_SECONDS", still)
    async with running(None, Settings()) as (_, pool):
        planner = Scheduler(pool, Settings())
        for _ in range(2):
            budget = Budget(1)
            async with asyncio.timeout(30), budget.hold(1), asyncio.TaskGroup() as group:
                waiting = group.create_task(hold_core(budget))
                await asyncio.sleep(0)
                assert budget.short_of_cores
                await planner.ease(ask([llama]), budget, Arrangement(1, 1))
                await waiting
    assert len(looked) == looks
