"""Runs over endpoints: beside local models, many at once, one slow server holding nobody up."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.domain.endpoints import EndpointSettings
from playground.domain.runs import LaneEnded, LaneText, RunRequest, plan
from playground.services.catalog import load_templates
from playground.services.endpoints import endpoint_entry
from playground.services.local import resolve
from playground.services.pool import EnginePool
from playground.services.runner import RunService
from playground.services.sessions import SessionStore
from playground.services.settings import Settings
from tests.engines.endpoint import Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def request(prompt: str, *entries: object, **more: object) -> RunRequest:
    return plan(entries, load_templates(), prompt=prompt, **more)  # type: ignore[arg-type]


def endpoint(server: Server, name: str = "mine", parallel: int = 4) -> EndpointSettings:
    return EndpointSettings(name, server.url, parallel=parallel)


async def run(asked: RunRequest, store: SessionStore | None = None) -> list[LaneEnded]:
    """The ends of the lanes in the order in which they came."""
    pool = EnginePool(warm=1)
    try:
        service = RunService(pool, Settings(), store)
        return [event async for event in service.stream(asked) if isinstance(event, LaneEnded)]
    finally:
        await pool.close()


async def test_an_endpoint_answers_beside_a_model_of_this_machine(
    server: Server, tmp_path: Path
) -> None:
    store = SessionStore(tmp_path / "one.toml")
    local = resolve("demo-llama")
    asked = request("count 2", local, endpoint_entry(endpoint(server), "tiny"), system="Be brief.")
    ends = {end.lane: end.result for end in await run(asked, store)}
    store.close()
    assert ends[0].engine == "ctransformers"
    assert (ends[1].engine, ends[1].text) == ("remote", "0 1 end é")
    assert (ends[1].threads, ends[1].memory_bytes, ends[1].sha256) == (0, None, "")
    messages = server.asked[0][1]["messages"]
    assert [(one["role"], one["content"]) for one in messages] == [
        ("system", "Be brief."),
        ("user", "count 2"),
    ]
    lanes = tomllib.loads((tmp_path / "one.toml").read_text())["runs"][0]["lanes"]
    served = next(lane for lane in lanes if lane["lane"] == 1)
    assert served["model"]["endpoint"] == server.url
    assert served["template"] == "server"


async def test_a_raw_prompt_goes_as_it_is(server: Server) -> None:
    asked = request("count 2", endpoint_entry(endpoint(server), "tiny"), template="raw")
    assert (await run(asked))[0].result.text == "0 1 end é"
    assert server.asked[0][0] == "/v1/completions"


async def test_as_many_requests_as_allowed_are_under_way(server: Server) -> None:
    asked = request("hang", endpoint_entry(endpoint(server, parallel=3), "tiny"), samples=8)
    running = asyncio.create_task(run(asked))
    while server.at_once < 3:  # noqa: ASYNC110  the server's threads count
        await asyncio.sleep(0.005)
    server.open.set()
    assert len(await running) == 8
    assert server.most_at_once == 3


async def test_a_slow_server_holds_no_other_up(server: Server) -> None:
    with serving() as slow:
        asked = request(
            "count 2",
            endpoint_entry(endpoint(slow, "slow"), "tiny"),
            endpoint_entry(endpoint(server, "fast"), "tiny"),
            samples=4,
        )
        slow.behave_as = "hang"
        pool = EnginePool(warm=1)
        order = []
        async for event in RunService(pool, Settings()).stream(asked):
            if isinstance(event, LaneEnded):
                order.append(event.lane)
                if len(order) == 4:
                    slow.open.set()
        await pool.close()
    assert set(order[:4]) == {4, 5, 6, 7}
    assert len(order) == 8


async def test_one_lane_stops_and_keeps_its_text(server: Server) -> None:
    asked = request("stall 3", endpoint_entry(endpoint(server), "tiny"), samples=2)
    pool = EnginePool(warm=1)
    service = RunService(pool, Settings())
    heard = {0: "", 1: ""}
    ends: dict[int, LaneEnded] = {}
    async for event in service.stream(asked):
        if isinstance(event, LaneText):
            heard[event.lane] += event.text
            if heard[0] == heard[1] == "0 1 2 ":
                await service.stop(0)
                server.open.set()
        elif isinstance(event, LaneEnded):
            ends[event.lane] = event
    await pool.close()
    assert (ends[0].result.text, ends[0].result.stop_reason) == ("0 1 2 ", "cancelled")
    assert ends[1].result.error is not None
    assert ends[1].result.text == "0 1 2 "
