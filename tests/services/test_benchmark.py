"""What is timed, with the real engine."""

from __future__ import annotations

import pytest

from playground.domain import speeds
from playground.services.benchmark import Benchmark, Plan, Step
from playground.services.local import resolve


@pytest.mark.parametrize(("hopeless", "rounds"), [(1.0, [2, 1]), (1e9, [2, 2])])
async def test_what_is_far_slower_is_timed_once(
    hopeless: float, rounds: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speeds, "HOPELESS", hopeless)
    plan = Plan(resolve("demo-llama@llamacpp"), (1, 2), (), 16, 2, rounds=2)
    steps: list[Step] = [step async for step in Benchmark(plan).run()]
    found = [step.speed for step in steps if step.speed is not None]
    assert {one.setting.threads for one in found} == {1, 2}
    assert sorted((one.rounds for one in found), reverse=True) == rounds
    assert steps[-1].done == steps[-1].total == 4
    assert [step.done for step in steps] == sorted({step.done for step in steps})
