from __future__ import annotations

import asyncio
import shutil
import threading
from collections import namedtuple
from pathlib import Path

import pytest

from playground.domain.downloads import State
from playground.domain.hub import HubError
from playground.services.hub import cache, targets, unfinished
from playground.services.hub.api import Hub
from playground.services.hub.downloads import Downloads
from tests.services.hub.conftest import LLAMA
from tests.services.hub.fetching import downloads
from tests.services.hub.server import HubServer
from tests.services.hub.stored import Stored

FILE = f"{LLAMA}:demo.Q8_0.gguf"
OTHER = f"{LLAMA}:demo.Q4_0.gguf"


def states(all_: Downloads) -> list[State]:
    return [one.state for one in all_.progress]


async def until_some_came(all_: Downloads, id_: str) -> int:
    """Wait until a download has bytes on disk."""
    while True:
        (one,) = [one for one in all_.progress if one.id == id_]
        if one.done:
            return one.done
        await asyncio.sleep(0)


def held(server: HubServer, at: int) -> threading.Event:
    """Let content stop at a byte until the event is set."""
    go_on = threading.Event()

    def hold(_: int) -> None:
        go_on.wait(60)

    server.faults.at_byte = (at, hold)
    return go_on


async def test_a_pause_keeps_what_came_and_going_on_asks_for_the_rest(server: HubServer) -> None:
    go_on = held(server, 1_000_000)
    all_ = downloads()
    id_ = all_.add(targets.look_up(Hub(), FILE))
    await until_some_came(all_, id_)
    all_.pause(id_)
    assert states(all_) == ["paused"]
    await all_.settle()
    assert states(all_) == ["paused"]
    kept = cache.here(all_.pull(id_))
    assert kept == all_.progress[0].done > 0
    go_on.set()
    server.faults.at_byte = None
    all_.resume(id_)
    await all_.settle()
    assert states(all_) == ["done"]
    assert [asked.start for asked in server.requests("content")] == [0, kept]


async def test_one_that_is_about_to_end_can_be_gone_on_with_at_once(server: HubServer) -> None:
    go_on = held(server, 1_000_000)
    all_ = downloads()
    id_ = all_.add(targets.look_up(Hub(), FILE))
    await until_some_came(all_, id_)
    all_.pause(id_)
    all_.resume(id_)
    all_.cancel(id_)
    all_.pause(id_)
    all_.cancel(id_)
    all_.resume(id_)
    go_on.set()
    await all_.settle()
    assert states(all_) == ["done"]
    assert [path.name for path in cache.folder().rglob("*.incomplete")] == []


async def test_giving_up_deletes_what_came(server: HubServer) -> None:
    go_on = held(server, 1_000_000)
    all_ = downloads()
    id_ = all_.add(targets.look_up(Hub(), FILE))
    await until_some_came(all_, id_)
    assert unfinished.remembered()
    all_.cancel(id_)
    await all_.settle()
    go_on.set()
    assert states(all_) == ["cancelled"]
    assert list(cache.folder().rglob("blobs/*")) == []
    assert unfinished.remembered() == ()
    all_.clear()
    assert all_.progress == ()


async def test_one_waits_for_the_other_where_only_one_may_go_on(server: HubServer) -> None:
    go_on = held(server, 500_000)
    all_ = downloads(at_once=1)
    first = all_.add(targets.look_up(Hub(), FILE))
    all_.add(targets.look_up(Hub(), OTHER))
    await until_some_came(all_, first)
    assert states(all_)[1] == "waiting"
    go_on.set()
    await all_.settle()
    assert states(all_) == ["done", "done"]


async def test_several_go_on_at_once(server: HubServer) -> None:
    go_on = held(server, 500_000)
    all_ = downloads()
    for target in (FILE, OTHER):
        await until_some_came(all_, all_.add(targets.look_up(Hub(), target)))
    assert states(all_) == ["active", "active"]
    go_on.set()
    await all_.settle()
    assert states(all_) == ["done", "done"]


async def test_what_was_left_is_there_paused_in_the_next_sitting(server: HubServer) -> None:
    go_on = held(server, 1_000_000)
    first = downloads()
    pull = targets.look_up(Hub(), FILE)
    await until_some_came(first, first.add(pull))
    await first.close()
    go_on.set()
    server.faults.at_byte = None
    second = downloads()
    second.restore(unfinished.remembered())
    (one,) = second.progress
    assert (one.state, one.id) == ("paused", pull.id)
    assert one.done == cache.here(pull) > 0
    assert second.pull(pull.id) == pull
    second.resume(pull.id)
    await second.settle()
    assert states(second) == ["done"]
    assert unfinished.remembered() == ()


async def test_what_was_begun_of_a_file_that_changed_since_is_deleted(server: HubServer) -> None:
    go_on = held(server, 1_000_000)
    all_ = downloads()
    id_ = all_.add(targets.look_up(Hub(), FILE))
    await until_some_came(all_, id_)
    await all_.close()
    go_on.set()
    server.faults.at_byte = None
    server.repos[LLAMA].files["demo.Q8_0.gguf"] = b"another" * 1000
    again = downloads()
    again.add(targets.look_up(Hub(), FILE))
    await again.settle()
    assert states(again) == ["done"]
    assert [path.stat().st_size for path in cache.folder().rglob("blobs/*")] == [7000]


async def test_a_failed_one_can_be_tried_again(server: HubServer) -> None:
    server.faults.statuses = [(503, {})] * 4
    all_ = downloads()
    id_ = all_.add(targets.look_up(Hub(), FILE))
    await all_.settle()
    assert states(all_) == ["failed"]
    all_.resume(id_)
    await all_.settle()
    assert states(all_) == ["done"]
    assert all_.progress[0].error is None


async def test_all_parts_of_a_split_model_come_together(server: HubServer) -> None:
    names = [f"big-{at:05d}-of-00002.gguf" for at in (1, 2)]
    server.repos["someone/Split"] = Stored({name: name.encode() * 9000 for name in names})
    all_ = downloads()
    all_.add(targets.look_up(Hub(), "someone/Split"))
    await all_.settle()
    (one,) = all_.progress
    assert one.state == "done"
    assert one.path is not None
    assert sorted(path.name for path in Path(one.path).parent.iterdir()) == names
    assert Path(one.path).name == names[0]
    assert one.done == one.total == sum(map(len, server.repos["someone/Split"].files.values()))


async def test_the_card_and_the_licence_texts_come_along(server: HubServer) -> None:
    names = {"README.md", "LICENSE", "LICENSE.txt", "Notice.md", "USE_POLICY.md"}
    others = {"license.py", "sub/README.md", "model.bin.md", "licenses.gguf"}
    server.repos["a/b"] = Stored(
        {"m.Q4_0.gguf": b"x" * 99, **{name: name.encode() for name in names | others}},
        small=frozenset(names - {"LICENSE"}),
    )
    all_ = downloads()
    pull = targets.look_up(Hub(), "a/b:m.Q4_0.gguf")
    assert {file.name for file in pull.papers} == names
    all_.add(pull)
    assert unfinished.remembered() == (pull,)
    await all_.settle()
    (one,) = all_.progress
    assert one.path is not None
    assert {path.name for path in Path(one.path).parent.iterdir()} == {"m.Q4_0.gguf", *names}
    assert Path(one.path).with_name("README.md").read_bytes() == b"README.md"


async def test_there_must_be_room_for_all_of_it(
    server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(0, 0, 2**26 + 2_000_000))
    go_on = held(server, 0)
    all_ = downloads()
    all_.add(targets.look_up(Hub(), FILE))
    with pytest.raises(HubError, match=r"1\.04 MB are needed in .*, and 322 kB are free") as raised:
        all_.add(targets.look_up(Hub(), OTHER))
    assert raised.value.kind == "disk"
    go_on.set()
    await all_.close()


async def test_a_record_that_makes_no_sense_is_passed_over(server: HubServer) -> None:
    pull = targets.look_up(Hub(), FILE)
    unfinished.remember(pull)
    folder = Path.home() / ".local/state/llmplay/downloads"
    (folder / "broken.toml").write_text("schema = 1\nfiles = 3\n")
    (folder / "newer.toml").write_text("schema = 2\n")
    (folder / "no.toml").write_text("=")
    (good,) = folder.glob("????????????????.toml")
    for at, (old, new) in enumerate(
        [
            (f'repo = "{pull.repo}"', 'repo = "../../x"'),
            (f'repo = "{pull.repo}"', "repo = 3"),
            (f'commit = "{pull.commit}"', 'commit = "../../../x"'),
            (f'revision = "{pull.revision}"', 'revision = ".."'),
            (f'name = "{pull.files[0].name}"', 'name = "../../x.gguf"'),
            (f"size = {pull.files[0].size}", 'size = "1"'),
        ]
    ):
        text = good.read_text()
        assert old in text
        (folder / f"spoilt-{at}.toml").write_text(text.replace(old, new))
    assert unfinished.remembered() == (pull,)


async def test_a_cache_that_cannot_be_written_is_told_of(
    server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull = targets.look_up(Hub(), FILE)
    monkeypatch.setenv("HF_HUB_CACHE", "/dev/null/hub")
    all_ = downloads()
    all_.add(pull)
    await all_.settle()
    error = all_.progress[0].error
    assert isinstance(error, HubError)
    assert error.kind == "disk"
    assert "/dev/null" in error.message
    assert "HF_HUB_CACHE" in error.hint
