from __future__ import annotations

from pathlib import Path

import pytest

from playground.services import machine
from tests.services.lanes import ask, collect, overlap, service


async def test_in_turn_every_model_has_the_machine(
    llama: Path, gpt2: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "usable_cores", lambda: 2)
    async with service(schedule="in-turn") as running:
        results, events = await collect(running, ask([llama, gpt2]))
    assert overlap(events) == 1
    assert {one.stop_reason for one in results.values()} == {"length"}


async def test_together_nobody_waits_for_a_core(
    llama: Path, gpt2: Path, long_llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "usable_cores", lambda: 1)
    async with service(schedule="together") as running:
        results, events = await collect(running, ask([llama, gpt2, long_llama]))
    assert overlap(events) == 3
    assert {one.threads for one in results.values()} == {1}
