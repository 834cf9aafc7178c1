from __future__ import annotations

import asyncio
import os
import signal
import threading
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from playground.domain.runs import (
    LaneChanged,
    LaneEnded,
    LaneEvent,
    LaneRead,
    LaneRequest,
    LaneResult,
    LaneText,
    RunRequest,
)
from playground.services.local import entry_for_path
from playground.services.runner import RunService
from playground.services.sessions import SessionStore, load_session
from tests.makers import write_llama
from tests.processes import child_with, children
from tests.services.lanes import LONG, ask, collect, service, states


async def test_two_models_answer_side_by_side(llama: Path, gpt2: Path) -> None:
    request = ask([llama, gpt2])
    async with service() as running:
        results, events = await collect(running, request)
    for lane, path in ((0, llama), (1, gpt2)):
        result = results[lane]
        assert (result.stop_reason, result.error) == ("length", None)
        assert result.usage.completion_tokens == 8
        assert result.text == "".join(
            event.text for event in events if isinstance(event, LaneText) and event.lane == lane
        )
        assert (result.engine, result.threads, result.context_length) == ("ctransformers", 1, 256)
        assert len(result.sha256) == 64
        assert result.load_seconds is not None
        assert result.load_seconds > 0
        assert states(events, lane) == ["queued", "loading", "reading", "streaming"], path
        read = [event for event in events if isinstance(event, LaneRead) and event.lane == lane]
        assert read[-1].done == read[-1].total > 0
    assert results[0].text != results[1].text


async def test_samples_of_a_model_share_its_process_and_differ(llama: Path) -> None:
    request = ask([llama], samples=3, chosen={"temperature": 1.0})
    async with service() as running:
        results, _ = await collect(running, request)
        assert len(children()) == 1
        again, _ = await collect(running, request)
    assert len({result.text for result in results.values()}) == 3
    assert [again[lane].text for lane in range(3)] == [results[lane].text for lane in range(3)]


async def test_the_same_request_gives_the_same_text_warm_and_cold(llama: Path) -> None:
    request = ask([llama], tokens=30, chosen={"temperature": 1.0, "seed": 77})
    texts = []
    for _ in range(2):
        async with service() as running:
            for _ in range(2):
                results, _ = await collect(running, request)
                texts.append(results[0].text)
    assert len(set(texts)) == 1


async def test_a_warm_model_answers_without_loading(llama: Path) -> None:
    async with service() as running:
        await collect(running, ask([llama]))
        before = children()
        results, events = await collect(running, ask([llama]))
        assert children() == before
    assert results[0].load_seconds == 0.0
    assert results[0].usage.reused_tokens > 0
    assert "loading the model" not in [
        event.detail for event in events if isinstance(event, LaneChanged)
    ]


async def test_no_more_models_stay_warm_than_the_limit(llama: Path, gpt2: Path) -> None:
    async with service(warm=1) as running:
        await collect(running, ask([llama]))
        await collect(running, ask([gpt2]))
        assert len(children()) == 1
        assert (await collect(running, ask([llama])))[0][0].load_seconds != 0.0


async def test_a_replaced_file_is_loaded_anew(tmp_path: Path) -> None:
    path = write_llama(tmp_path / "model.gguf", seed=1)
    async with service() as running:
        first, _ = await collect(running, ask([path]))
        write_llama(tmp_path / "new.gguf", seed=2).replace(path)
        os.utime(path, ns=(1, 10**18))
        second, _ = await collect(running, ask([path]))
    assert second[0].text != first[0].text
    assert second[0].sha256 != first[0].sha256
    assert second[0].load_seconds != 0.0


@pytest.mark.usefixtures("one_core")
async def test_more_models_than_cores_take_turns(llama: Path, gpt2: Path, long_llama: Path) -> None:
    async with service(warm=3) as running:
        results, events = await collect(running, ask([llama, gpt2, long_llama]))
    assert [result.stop_reason for result in results.values()] == ["length"] * 3
    at_work: set[int] = set()
    for event in events:
        if isinstance(event, LaneEnded):
            at_work.discard(event.lane)
        elif not isinstance(event, LaneChanged) or event.state != "queued":
            at_work.add(event.lane)
        assert len(at_work) <= 1
    ended = [event.lane for event in events if isinstance(event, LaneEnded)]
    assert ended == [0, 1, 2], "first come, first served"


@pytest.mark.usefixtures("two_cores")
async def test_threads_are_shared_out(llama: Path, gpt2: Path, long_llama: Path) -> None:
    async with service(warm=0) as running:
        alone, _ = await collect(running, ask([llama]))
        pair, _ = await collect(running, ask([llama, gpt2]))
        asked, _ = await collect(running, ask([llama], threads=2))
    assert alone[0].threads == 1, "a core is left to the screen"
    assert [pair[lane].threads for lane in (0, 1)] == [1, 1]
    assert asked[0].threads == 2


async def test_a_model_that_dies_takes_nobody_with_it(long_llama: Path, gpt2: Path) -> None:
    killed: list[int] = []

    async def kill(event: LaneEvent) -> None:
        if event.lane == 0 and isinstance(event, LaneText) and not killed:
            killed.append(child_with(long_llama))
            os.kill(killed[0], signal.SIGKILL)

    request = replace(ask([long_llama, gpt2], tokens=200), threads=1)
    endless = replace(request.lanes[0].sampling, max_new_tokens=LONG)
    request = replace(
        request,
        lanes=(replace(request.lanes[0], sampling=endless), request.lanes[1]),
    )
    async with service() as running:
        results, _ = await collect(running, request, kill)
        after, _ = await collect(running, ask([long_llama], tokens=3))
    assert killed
    assert results[0].stop_reason == "error"
    assert results[0].error is not None
    assert "was killed by SIGKILL" in results[0].error
    assert results[0].text, "what was said so far is kept"
    assert results[0].usage.completion_tokens > 0
    assert (results[1].stop_reason, results[1].usage.completion_tokens) == ("length", 200)
    assert after[0].stop_reason == "length"


async def test_a_damaged_file_is_refused_before_an_engine_sees_it(
    tmp_path: Path, llama: Path
) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(llama.read_bytes()[:5000])
    async with service() as running:
        results, events = await collect(running, ask([broken, llama]))
    assert results[0].stop_reason == "error"
    assert results[0].error is not None
    assert "broken.gguf" in results[0].error
    assert "starting the engine" not in [
        event.detail for event in events if isinstance(event, LaneChanged) and event.lane == 0
    ]
    assert results[1].stop_reason == "length"


async def test_a_model_that_is_not_here_is_told(llama: Path) -> None:
    gone = replace(entry_for_path(llama), path=None, id="far-away")
    vanished = replace(entry_for_path(llama), path="/nowhere/model.gguf")
    async with service() as running:
        results, _ = await collect(running, ask([gone, vanished]))
    assert results[0].error is not None
    assert results[0].error.startswith("far-away is not on this machine")
    assert results[1].error is not None
    assert "/nowhere/model.gguf" in results[1].error
    assert children() == set()


async def test_a_prompt_that_does_not_fit_leaves_the_model_warm(llama: Path) -> None:
    async with service() as running:
        results, _ = await collect(running, ask([llama], "7" * 1000))
        assert results[0].error is not None
        assert "context" in results[0].error
        again, _ = await collect(running, ask([llama]))
    assert again[0].load_seconds == 0.0


async def closed_at(running: RunService, request: RunRequest, kind: type[LaneEvent]) -> None:
    """Run up to the first event of a kind and close the stream."""
    async with aclosing(running.stream(request)) as events:  # type: ignore[type-var]
        async for event in events:
            if isinstance(event, kind):
                return


async def test_a_run_that_is_closed_early_records_what_was_said(
    tmp_path: Path, long_llama: Path
) -> None:
    store = SessionStore(tmp_path / "session.toml")
    async with service(store) as running:
        await closed_at(running, ask([long_llama], tokens=LONG), LaneText)
        assert children() == set(), "a process in the middle of something is not kept"
        results, _ = await collect(running, ask([long_llama], tokens=3))
    store.close()
    first, second = load_session(store.path)["runs"]
    assert first["lanes"][0]["stop_reason"] == "cancelled"
    assert first["lanes"][0]["text"]
    assert second["lanes"][0]["text"] == results[0].text


async def test_closing_while_an_end_is_written_loses_nothing(
    tmp_path: Path, llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SessionStore(tmp_path / "session.toml")
    asked, allowed = threading.Event(), threading.Event()
    write = store.end_lane

    def slow(lane: LaneRequest, result: LaneResult) -> None:
        asked.set()
        assert allowed.wait(60)
        write(lane, result)

    monkeypatch.setattr(store, "end_lane", slow)
    async with service(store) as running:
        events = running.stream(ask([llama]))
        async for event in events:
            if isinstance(event, LaneText):
                break
        await asyncio.to_thread(asked.wait, 60)
        closing = asyncio.create_task(events.aclose())  # type: ignore[attr-defined]
        for _ in range(20):
            await asyncio.sleep(0)
        assert not closing.done(), "closed while the end of a lane is still being written"
        allowed.set()
        await closing
        lanes = load_session(store.path)["runs"][0]["lanes"]
        assert [lane["stop_reason"] for lane in lanes] == ["length"]
    store.close()


async def test_every_lane_is_on_disk_when_its_end_is_told(
    tmp_path: Path, llama: Path, gpt2: Path
) -> None:
    path = tmp_path / "session.toml"
    store = SessionStore(path)

    async def look(event: LaneEvent) -> None:
        if isinstance(event, LaneEnded):
            lanes = load_session(path)["runs"][0]["lanes"]
            assert event.result.text in [lane["text"] for lane in lanes]

    async with service(store) as running:
        await collect(running, ask([llama, gpt2]), look)
    store.close()
