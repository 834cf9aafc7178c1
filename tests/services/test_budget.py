from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from playground.services.budget import Budget
from tests.services.lanes import hold_core

steps = st.lists(
    st.tuples(
        st.sampled_from(["ask", "ask", "release", "give up"]),
        st.integers(1, 6),
        st.integers(0, 4),
    ),
    max_size=40,
)


@given(st.integers(1, 4), steps)
@settings(deadline=None)
def test_cores_are_never_overspent_nor_lost(total: int, steps: list[tuple[str, int, int]]) -> None:
    asyncio.run(_spend(total, steps))


async def _spend(total: int, steps: list[tuple[str, int, int]]) -> None:
    budget = Budget(total)
    held: dict[int, int] = {}
    doors: dict[int, asyncio.Event] = {}
    tasks: dict[int, asyncio.Task[None]] = {}

    async def lane(at: int, count: int) -> None:
        async with budget.hold(count):
            held[at] = min(count, total)
            assert sum(held.values()) <= total
            try:
                await doors[at].wait()
            finally:
                del held[at]

    async def settle() -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    for at, (what, count, pause) in enumerate(steps):
        if what == "ask":
            doors[at] = asyncio.Event()
            tasks[at] = asyncio.create_task(lane(at, count))
        elif tasks:
            chosen = list(tasks)[count % len(tasks)]
            if what == "release":
                doors[chosen].set()
            else:
                tasks[chosen].cancel()
        for _ in range(pause):  # between two steps of the lanes, too
            await asyncio.sleep(0)
    await settle()
    waiting = [at for at, task in tasks.items() if not task.done() and at not in held]
    if waiting:
        assert sum(held.values()) + min(steps[waiting[0]][1], total) > total, "cores lie idle"
    for door in doors.values():
        door.set()
    await asyncio.gather(*tasks.values(), return_exceptions=True)
    async with asyncio.timeout(30), budget.hold(total):
        assert held == {}


async def test_cores_granted_to_one_who_gives_up_go_to_the_next() -> None:
    budget = Budget(1)
    async with budget.hold(1):
        waiting = asyncio.create_task(hold_core(budget))
        await asyncio.sleep(0)
    # The core is the waiting one's by now, and it has not heard of it yet.
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    async with asyncio.timeout(30):
        await hold_core(budget)


async def test_asking_for_more_cores_than_there_are_takes_all() -> None:
    budget = Budget(2)
    async with asyncio.timeout(30), budget.hold(99):
        other = asyncio.create_task(hold_core(budget))
        await asyncio.sleep(0)
        assert not other.done()
    await other


async def test_models_that_do_not_fit_together_follow_one_another() -> None:
    budget = Budget(4, 100)
    async with budget.hold(1, 60):
        assert budget.free_memory == 40
        assert not budget.has_room(50)
        assert budget.lacking(50_000_000) == "waits for 50 MB of memory"
        waiting = asyncio.create_task(hold_core(budget, 50))
        await asyncio.sleep(0)
        assert not waiting.done()
        assert budget.has_room(40)
        assert budget.lacking(40) == ""
    async with asyncio.timeout(30):
        await waiting
    assert budget.free_memory == 100


async def test_a_model_larger_than_the_memory_is_tried_alone() -> None:
    budget = Budget(4, 100)
    async with asyncio.timeout(30), budget.hold(1, 1000):
        assert budget.free_memory == 0
        other = asyncio.create_task(hold_core(budget, 1))
        await asyncio.sleep(0)
        assert not other.done()
    await other


async def test_memory_that_nobody_knows_holds_nobody_up() -> None:
    budget = Budget(4)
    async with asyncio.timeout(30), budget.hold(1, 10**15), budget.hold(1, 10**15):
        assert budget.free_memory is None


async def test_where_cores_may_be_shared_only_memory_is_waited_for() -> None:
    budget = Budget(1, 100)
    async with budget.hold(1, 60):
        first = asyncio.create_task(hold_core(budget, 30))
        await asyncio.sleep(0)
        assert budget.short_of_cores
        budget.crowd()
        await first
        second = asyncio.create_task(hold_core(budget, 50))
        await asyncio.sleep(0)
        assert not second.done()
        assert not budget.short_of_cores
    async with asyncio.timeout(30):
        await second
    assert budget.free_memory == 100
