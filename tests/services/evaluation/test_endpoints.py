"""Evaluations through endpoints: many requests at once, failures as examples, and going on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.domain.catalog import CatalogEntry
from playground.domain.endpoints import EndpointSettings
from playground.services.endpoints import endpoint_entry
from playground.services.evaluation.running import results
from playground.services.evaluation.store import Folder
from playground.services.local import resolve
from playground.services.tasks.finding import find_task
from tests.engines.endpoint import Server, serving
from tests.engines.served import KEY, model_served
from tests.services.evaluation.evaluating import evaluate, write_task

METRIC = 'exact_match = "higher"'


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def entry(server: Server, name: str = "mine", **more: int) -> CatalogEntry:
    return endpoint_entry(EndpointSettings(name, server.url, **more), "tiny")  # type: ignore[arg-type]


async def test_a_real_server_is_asked_beside_a_model_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")
    monkeypatch.setenv("SERVER_KEY", KEY)
    task, local = find_task("qa-demo"), resolve("demo-llama")
    with model_served() as base_url:
        served = endpoint_entry(EndpointSettings("mine", base_url, (), "SERVER_KEY"), "any")
        found = await evaluate(tmp_path / "one", task, served, local, limit=8)
        assert await evaluate(tmp_path / "one", task, served, local, limit=8, resume=True) == []
        again = await evaluate(tmp_path / "two", task, served, local, limit=8)
    assert len(found) == 16
    assert not any(record.error for record in found)
    assert all(record.seconds and record.prompt_tokens for record in found)
    assert {one.key: one.output for one in found} == {one.key: one.output for one in again}
    (result,) = results([task], found, [served.id, local.id])
    assert set(result.models) == {"mine/any", "demo-llama"}
    assert [one.example for one in result.records if one.model == "mine/any"] == sorted(
        one.example for one in found if one.model == "mine/any"
    )


async def test_what_a_server_does_wrong_is_a_failed_example_with_its_reason(
    server: Server, tmp_path: Path
) -> None:
    told = {
        "count 2": "",
        "status 401": "refuses the key (401)",
        "status 404": "does not know the model",
        "status 500": "500",
        "gibberish 1": "broke off",
        "half 1": "broke off",
        "drop 1": "broke off",
        "error 1": "out of memory",
        "stall 1": "broke off",
        "uncounted 2": "",
    }
    task = write_task(tmp_path, list(told), METRIC, reference="0 1 end é")
    asked = entry(server, timeout_seconds=1)
    found = {record.example: record for record in await evaluate(tmp_path / "one", task, asked)}
    for at, (prompt, reason) in enumerate(told.items(), 1):
        record = found[str(at)]
        assert reason in record.error, prompt
        assert bool(record.error) == bool(reason), prompt
        assert record.scores == {"exact_match": float(not reason)}
    assert Folder(tmp_path / "one").records() == sorted(
        found.values(), key=lambda one: list(found).index(one.example)
    )
    server.behave_as, before = "count 2", len(server.asked)
    mended = await evaluate(tmp_path / "one", task, asked, resume=True)
    assert {record.example for record in mended} == {
        one.example for one in found.values() if one.error
    }
    assert len(server.asked) - before == len(mended)
    assert all(
        record.scores == {"exact_match": 1.0} for record in Folder(tmp_path / "one").records()
    )


async def test_a_base_model_can_be_asked_plainly(server: Server, tmp_path: Path) -> None:
    task = write_task(tmp_path, ["count 2"], METRIC, reference="0 1 end é")
    (record,) = await evaluate(tmp_path / "one", task, entry(server), template="raw")
    assert (server.asked[0][0], record.scores) == ("/v1/completions", {"exact_match": 1.0})
    assert Folder(tmp_path / "one").plan()["asked"]["template"] == "raw"
    await evaluate(tmp_path / "two", task, entry(server))
    assert server.asked[1][0] == "/v1/chat/completions"


async def test_a_busy_server_is_asked_again(server: Server, tmp_path: Path) -> None:
    task = write_task(tmp_path, ["busy 1", "busy 2"], METRIC, reference="0 end é")
    server.busy = 2
    found = await evaluate(tmp_path / "one", task, entry(server))
    assert [bool(record.error) for record in found] == [False, False]


async def test_as_many_are_under_way_as_the_endpoint_takes_and_a_slow_one_holds_none_up(
    server: Server, tmp_path: Path
) -> None:
    task = write_task(tmp_path, [f"count {at}" for at in range(9)], METRIC, reference="x")
    with serving() as slow:
        slow.behave_as = server.behave_as = "hang"
        models = entry(slow, "slow", parallel=2), entry(server, "fast", parallel=5)
        running = asyncio.create_task(evaluate(tmp_path / "one", task, *models))
        while slow.at_once < 2 or server.at_once < 5:  # noqa: ASYNC110  the servers' threads count
            await asyncio.sleep(0.005)
        server.behave_as = "count 1"
        server.open.set()
        folder = Folder(tmp_path / "one")
        while len(folder.records()) < 9:  # noqa: ASYNC110  another task writes them
            await asyncio.sleep(0.005)
        assert {record.model for record in folder.records()} == {"fast/tiny"}
        slow.open.set()
        found = await running
    assert len(found) == 18
    assert (slow.most_at_once, server.most_at_once) == (2, 5)
