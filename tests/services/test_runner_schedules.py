from __future__ import annotations

from pathlib import Path

import pytest

from playground.domain.runs import LaneChanged, LaneEnded, LaneEvent
from playground.services import machine
from tests.services.lanes import ask, collect, service


def _most_at_work(events: list[LaneEvent]) -> int:
    """How many lanes were between their start and their end at once, at most."""
    working: set[int] = set()
    most = 0
    for event in events:
        if isinstance(event, LaneChanged) and event.state != "queued":
            working.add(event.lane)
        elif isinstance(event, LaneEnded):
            working.discard(event.lane)
        most = max(most, len(working))
    return most


async def test_in_turn_every_model_has_the_machine(
    llama: Path, gpt2: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "usable_cores", lambda: 2)
    async with service(schedule="in-turn") as running:
        results, events = await collect(running, ask([llama, gpt2]))
    assert _most_at_work(events) == 1
    assert {one.stop_reason for one in results.values()} == {"length"}


async def test_together_nobody_waits_for_a_core(
    llama: Path, gpt2: Path, long_llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "usable_cores", lambda: 1)
    async with service(schedule="together") as running:
        results, events = await collect(running, ask([llama, gpt2, long_llama]))
    assert _most_at_work(events) == 3
    assert {one.threads for one in results.values()} == {1}
