"""What of a run is on disk while it goes on, and what is told where it cannot be."""

from __future__ import annotations

import contextlib
import resource
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from playground.domain.runs import LaneEnded, RecordingChanged, RunEvent, RunRequest
from playground.services import recording
from playground.services.pool import EnginePool
from playground.services.replaying import ReplayService
from playground.services.runner import RunService
from playground.services.sessions import SessionError, SessionStore, load_session, open_session
from playground.services.settings import Settings
from tests.services.lanes import LONG, ask, service


@contextlib.contextmanager
def no_room_after(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes: what a quota does."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


async def stopped_once(
    running: RunService, request: RunRequest, enough: Callable[[RunEvent], bool]
) -> list[RunEvent]:
    """Run until an event is enough, then stop; gives all of them."""
    found: list[RunEvent] = []
    stopped = False
    async for event in running.stream(request):
        found.append(event)
        if not stopped and enough(event):
            stopped = True
            await running.stop()
    return found


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Journal so often that a quick machine does not end the answer before."""
    monkeypatch.setattr(recording, "_PARTIAL_SECONDS", 0.02)


async def test_a_lane_that_was_cut_off_has_all_that_repeats_it(
    tmp_path: Path, long_llama: Path
) -> None:
    path, cut = tmp_path / "session.toml", tmp_path / "cut.toml"
    request = ask([long_llama], tokens=LONG, chosen={"temperature": 0.9, "seed": 77})
    request = replace(request, lanes=tuple(replace(one, variant="B") for one in request.lanes))
    store = SessionStore(path)

    def journalled(_: RunEvent) -> bool:
        if not path.exists() or path.read_bytes().count(b"[[runs.partials]]") < 2:
            return False
        shutil.copy(path, cut)  # as a program that is killed now leaves it
        return True

    async with service(store) as running:
        await stopped_once(running, request, journalled)
    store.close()
    (whole,), (lane,) = open_session(path).runs[0].lanes, open_session(cut).runs[0].lanes
    assert lane.text
    assert whole.text.startswith(lane.text)
    assert 0 < lane.completion_tokens <= whole.completion_tokens
    for name in ("model", "sampling", "prompt", "template", "variant", "engine", "threads"):
        assert getattr(lane, name) == getattr(whole, name), name
    assert lane.seed == 77
    pool = EnginePool(warm=1)
    try:
        replays = ReplayService(RunService(pool, Settings()))
        (replay,) = [one async for one in replays.stream(open_session(cut))]
    finally:
        await pool.close()
    assert (replay.told, replay.text) == ("identical", lane.text)


async def test_a_full_disk_is_told_at_once_and_loses_nothing(
    tmp_path: Path, long_llama: Path
) -> None:
    path = tmp_path / "session.toml"
    store = SessionStore(path)
    store.start_run(ask([long_llama]))
    request = ask([long_llama], tokens=LONG)
    limits = contextlib.ExitStack()

    def saved_again(event: RunEvent) -> bool:
        if not isinstance(event, RecordingChanged):
            return False
        if event.error is not None:
            assert store.waiting
            load_session(path)
            limits.close()
        return event.error is None

    with limits:
        limits.enter_context(no_room_after(path.stat().st_size + 600))  # enough for the question
        async with service(store) as running:
            events = await stopped_once(running, request, saved_again)
    first, second = (one.error for one in events if isinstance(one, RecordingChanged))
    assert first is not None
    assert "cannot be written" in first.message
    assert second is None
    assert store.waiting == 0
    store.close()
    ended = next(one.result for one in events if isinstance(one, LaneEnded))
    assert open_session(path).runs[-1].lanes[0].text == ended.text


@pytest.mark.parametrize("patient", [True, False])
async def test_a_folder_that_takes_no_file_stops_only_who_insists(
    tmp_path: Path, llama: Path, patient: bool
) -> None:
    path = tmp_path / "sub" / "session.toml"
    path.parent.write_text("a file is in the way")
    store = SessionStore(path)
    pool = EnginePool(warm=1)
    events: list[RunEvent] = []
    try:
        with pytest.raises(SessionError, match="cannot be written"):
            async for event in RunService(pool, Settings(), store, patient=patient).stream(
                ask([llama])
            ):
                events.append(event)
    finally:
        await pool.close()
    assert [type(one) for one in events if isinstance(one, LaneEnded)] == [LaneEnded] * patient
    if patient:
        assert isinstance(events[0], RecordingChanged)
        path.parent.unlink()
        store.close()
        (run,) = open_session(path).runs
        assert (run.number, len(run.lanes)) == (1, 1)


def test_a_session_goes_on_in_another_file(tmp_path: Path, llama: Path) -> None:
    store = SessionStore(tmp_path / "full" / "session.toml")
    (tmp_path / "full").write_text("in the way")
    with pytest.raises(SessionError):
        store.start_run(ask([llama]), keep=True)
    other = tmp_path / "other.toml"
    with pytest.raises(SessionError, match="cannot be written"):
        store.move(tmp_path / "full" / "too.toml")
    store.move(other)
    assert (store.path, store.waiting) == (other, 0)
    assert store.start_run(ask([llama])) == 2
    store.close()
    assert [run.number for run in open_session(other).runs] == [1, 2]
