"""One model on two engines, by keyboard."""

from __future__ import annotations

import pytest

from playground.services import choosing
from tests.ui.scripted import sitting


async def test_the_model_is_selected_once_more_for_another_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choosing, "installed", lambda _: True)
    async with sitting("demo-llama") as one:
        await one.press("f2", "e")
        await one.until(lambda: len(one.main.catalog.chosen) == 2)
        ids = [entry.id for entry in one.main.catalog.chosen]
        assert ids == ["demo-llama", "demo-llama@llamacpp"]
        await one.press("f5")
        await one.until(lambda: len(one.service.requests) == 1)
        lanes = one.service.requests[0].lanes
        assert [lane.entry.engine for lane in lanes] == [None, "llamacpp"]
        await one.answer("a", "b")


async def test_a_model_with_one_engine_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "installed", lambda engine: engine == "ctransformers")
    async with sitting("demo-llama") as one:
        await one.press("f2", "e")
        await one.until(lambda: bool(one.app._notifications))
        assert len(one.main.catalog.chosen) == 1
