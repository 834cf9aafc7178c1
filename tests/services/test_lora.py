"""LoRA adapters in runs, sessions and replays; with real files and the real engine."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from playground.domain.records import SessionRecord
from playground.domain.replays import Replay
from playground.engines.protocol import Adapter
from playground.services.local import resolve
from playground.services.replaying import ReplayService
from playground.services.sessions import SessionStore, open_session
from tests.makers.lora import write_lora
from tests.services.lanes import ask, collect, service

pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")

MODEL = resolve("demo-llama")


async def replayed(session: SessionRecord) -> list[Replay]:
    async with service() as running:
        return [one async for one in ReplayService(running).stream(session)]


async def test_adapters_change_the_answer_and_are_recorded_and_replayed(tmp_path: Path) -> None:
    assert MODEL.path is not None
    file = write_lora(tmp_path / "style.gguf", Path(MODEL.path), spread=0.3)
    plain = replace(MODEL, id="plain", engine="llamacpp")
    request = ask(
        [plain, replace(MODEL, id="none"), replace(MODEL, id="half"), replace(MODEL, id="full")],
        "Once upon a time",
        tokens=24,
        adapters={
            "none": [Adapter(str(file), 0.0)],
            "half": [Adapter(str(file), 0.5)],
            "full": [Adapter(str(file), 1.0)],
        },
    )
    store = SessionStore()
    async with service(store) as running:
        results, _ = await collect(running, request)
    store.close()
    assert [result.error for result in results.values()] == [None] * 4
    assert {result.engine for result in results.values()} == {"llamacpp"}
    assert results[0].text == results[1].text
    assert len({results[lane].text for lane in (1, 2, 3)}) == 3
    session = open_session(store.path)
    recorded = {lane.model.id: lane.adapters for lane in session.runs[0].lanes}
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert recorded["plain"] == ()
    (half,) = recorded["half"]
    assert (half.path, half.scale, half.sha256) == (str(file), 0.5, digest)
    assert [one.verdict for one in await replayed(session)] == ["identical"] * 4

    write_lora(file, Path(MODEL.path), seed=1)
    told = [one.told for one in await replayed(session)]
    assert sum("has another content now" in one for one in told) == 3
    file.unlink()
    told = [one.told for one in await replayed(session)]
    assert sum("is not on this machine" in one for one in told) == 3


async def test_a_model_that_takes_no_adapters_says_why(tmp_path: Path) -> None:
    adapter = Adapter(str(tmp_path / "any.gguf"))
    pinned = replace(MODEL, engine="ctransformers")
    request = ask([resolve("demo-gpt2"), pinned], "x", adapters=[adapter])
    async with service() as running:
        results, _ = await collect(running, request)
    assert "only llamacpp can apply LoRA adapters, and llama.cpp" in (results[0].error or "")
    assert "ctransformers cannot apply LoRA adapters" in (results[1].error or "")
