from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest

from playground.domain.reruns import again
from playground.domain.runs import LaneEnded, LaneRequest, LaneResult, LaneText
from playground.services.lane import CurrentRun
from playground.services.sessions import SessionStore, load_session
from tests.processes import children
from tests.services.lanes import LONG, ask, collect, service


async def test_a_lane_runs_again_beside_one_that_goes_on(
    llama: Path, long_llama: Path, tmp_path: Path
) -> None:
    request = ask([llama, long_llama], per_model={long_llama.name: {"max_new_tokens": LONG}})
    ended: list[tuple[int, LaneResult]] = []
    store = SessionStore(tmp_path / "session.toml")
    async with service(store) as running, aclosing(running.stream(request)) as stream:  # type: ignore[type-var]
        async for event in stream:
            if isinstance(event, LaneEnded):
                ended.append((event.lane, event.result))
                if len(ended) == 1:
                    (lane,) = again([request.lanes[0]])
                    assert running.add(lane)
                elif len(ended) == 2:
                    await running.stop()
        assert not running.add(request.lanes[0])
    store.close()
    assert [lane for lane, _ in ended] == [0, 0, 1]
    assert ended[0][1].text == ended[1][1].text  # the seed was set
    assert ended[2][1].stop_reason == "cancelled"
    (run,) = load_session(store.path)["runs"]
    assert [(lane["lane"], lane["version"]) for lane in run["lanes"]] == [(0, 1), (0, 2), (1, 1)]


async def test_a_lane_that_joins_its_model_waits_for_its_process(long_llama: Path) -> None:
    request = ask([long_llama], tokens=300, samples=2)
    order: list[int] = []
    async with service() as running, aclosing(running.stream(request)) as stream:  # type: ignore[type-var]
        joined = False
        async for event in stream:
            if isinstance(event, LaneEnded):
                order.append(event.lane)
                if not joined:
                    joined = True
                    running.add(again([request.lanes[0]])[0])
            elif isinstance(event, LaneText):
                assert len(children()) == 1
    assert order == [0, 1, 0]


async def test_a_lane_that_joins_while_its_model_gives_its_cores_back_runs(
    llama: Path, long_llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = asyncio.Event()

    @asynccontextmanager
    async def place(run: CurrentRun, lane: LaneRequest, memory: int) -> AsyncIterator[None]:
        yield
        await joined.wait()

    monkeypatch.setattr(CurrentRun, "place", place)
    request = ask([llama, long_llama], per_model={long_llama.name: {"max_new_tokens": LONG}})
    results: list[LaneResult] = []
    async with service() as running, aclosing(running.stream(request)) as stream:  # type: ignore[type-var]
        async for event in stream:
            if isinstance(event, LaneEnded) and event.lane == 0:
                results.append(event.result)
                if joined.is_set():
                    await running.stop()
                else:
                    assert running.add(again([request.lanes[0]])[0])
                    joined.set()
    assert [result.stop_reason for result in results] == ["length", "length"]
    assert results[0].text == results[1].text


async def test_the_memory_of_the_process_is_seen_at_the_end(llama: Path) -> None:
    async with service() as running:
        results, _ = await collect(running, ask([llama]))
    memory = results[0].memory_bytes
    assert memory is not None
    assert memory > 10_000_000
