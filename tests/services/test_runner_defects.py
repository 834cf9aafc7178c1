"""A defect in the playground itself is told as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.services import runner
from tests.services.lanes import ask, collect, service


async def test_a_defect_ends_its_lane_with_an_error_and_not_as_if_a_person_stopped_it(
    llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a mistake of ours")

    monkeypatch.setattr(runner, "model_key", broken)
    async with service() as running:
        results, _ = await collect(running, ask([llama], tokens=3))
    assert results[0].stop_reason == "error"
    assert "ZeroDivisionError: a mistake of ours" in (results[0].error or "")
