"""Stopping lanes, one or all, in whatever state they are."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from playground.domain.runs import LaneChanged, LaneEvent
from playground.services.runner import RunService
from tests.services.lanes import LONG, ask, collect, service, states


class Stopper:
    """Stops lanes at the first event that fits."""

    def __init__(self, running: RunService, lane: int, state: str, stop: int | None) -> None:
        self.running, self.lane, self.state, self.index = running, lane, state, stop
        self.stopping: asyncio.Task[None] | None = None

    async def __call__(self, event: LaneEvent) -> None:
        if self.stopping is not None or event.lane != self.lane:
            return
        seen = event.state if isinstance(event, LaneChanged) else type(event).__name__
        detail = event.detail if isinstance(event, LaneChanged) else ""
        if self.state in {seen, detail}:
            self.stopping = asyncio.create_task(self.running.stop(self.index))

    async def stopped(self) -> None:
        assert self.stopping is not None, f"{self.state} never came"
        await self.stopping


@pytest.mark.parametrize(
    "state",
    [
        "queued",
        "checking the file",
        "starting the engine",
        "loading the model",
        "reading",
        "LaneRead",
        "LaneText",
    ],
)
async def test_a_lane_can_be_stopped_in_every_state(
    long_llama: Path, gpt2: Path, state: str
) -> None:
    request = ask([long_llama, gpt2], tokens=LONG)
    request = replace(request, lanes=(request.lanes[0], ask([gpt2], tokens=20).lanes[0]))
    request = replace(
        request, lanes=(request.lanes[0], replace(request.lanes[1], index=1)), context_length=8192
    )
    async with service() as running:
        stopper = Stopper(running, 0, state, 0)
        results, _ = await collect(running, request, stopper)
        await stopper.stopped()
        after, _ = await collect(running, ask([long_llama], tokens=3))
    assert (results[0].stop_reason, results[0].error) == ("cancelled", None)
    assert results[0].usage.completion_tokens < LONG
    if state == "LaneText":
        assert results[0].text
    assert (results[1].stop_reason, results[1].usage.completion_tokens) == ("length", 20)
    assert after[0].stop_reason == "length", "the model can be run again"


@pytest.mark.usefixtures("one_core")
@pytest.mark.parametrize("state", ["queued", "loading the model", "LaneText"])
async def test_stopping_all_stops_those_that_wait_as_well(
    long_llama: Path, gpt2: Path, llama: Path, state: str
) -> None:
    request = replace(ask([long_llama, gpt2, llama], tokens=LONG), context_length=8192)
    async with service() as running:
        stopper = Stopper(running, 0, state, None)
        results, events = await collect(running, request, stopper)
        await stopper.stopped()
    assert {result.stop_reason for result in results.values()} == {"cancelled"}
    assert {result.error for result in results.values()} == {None}
    for lane in (1, 2):
        assert "streaming" not in states(events, lane)
        assert "loading the model" not in [
            event.detail
            for event in events
            if isinstance(event, LaneChanged) and event.lane == lane
        ]


@pytest.mark.usefixtures("one_core")
async def test_stopping_a_lane_that_waits_leaves_the_one_before(
    long_llama: Path, gpt2: Path
) -> None:
    async with service() as running:
        stopper = Stopper(running, 0, "LaneText", 1)
        results, events = await collect(running, ask([long_llama, gpt2], tokens=600), stopper)
        await stopper.stopped()
    assert results[0].usage.completion_tokens == 600
    assert (results[1].stop_reason, results[1].text) == ("cancelled", "")
    assert states(events, 1) == ["queued"]


async def test_stopping_when_all_is_over_is_nothing(llama: Path) -> None:
    async with service() as running:
        results, _ = await collect(running, ask([llama]))
        await running.stop()
        await running.stop(0)
        again, _ = await collect(running, ask([llama]))
    assert again[0].text == results[0].text
