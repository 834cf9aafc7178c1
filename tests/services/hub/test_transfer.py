from __future__ import annotations

import asyncio
import random
import socket
from pathlib import Path

import pytest

from playground.domain.hub import HubError
from playground.services.hub import cache, targets, transfer
from playground.services.hub.api import Hub
from playground.services.hub.transfer import Places, Transfer
from tests.services.hub.conftest import LLAMA
from tests.services.hub.fetching import AT_ONCE, downloads, fetched
from tests.services.hub.server import HubServer

FILE = f"{LLAMA}:demo.Q8_0.gguf"


def data(server: HubServer) -> bytes:
    return server.repos[LLAMA].files["demo.Q8_0.gguf"]


def begun(server: HubServer, content: bytes) -> Path:
    """What an earlier program left."""
    pull = targets.look_up(Hub(), FILE)
    place = cache.partial(LLAMA, pull.files[0])
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    return place


def starts(server: HubServer) -> list[int | None]:
    return [asked.start for asked in server.requests("content")]


async def assert_whole(server: HubServer) -> None:
    done = await fetched(FILE)
    assert done.state == "done", done.error
    assert done.path is not None
    assert Path(done.path).read_bytes() == data(server)
    assert not list(cache.folder().rglob("*.incomplete"))


async def test_the_library_finds_what_was_fetched(server: HubServer) -> None:
    from huggingface_hub import scan_cache_dir, try_to_load_from_cache

    await assert_whole(server)
    folder = cache.folder()
    path = try_to_load_from_cache(LLAMA, "demo.Q8_0.gguf", cache_dir=folder)
    assert path == str(cache.find(LLAMA, ["demo.Q8_0.gguf"]))
    scanned = scan_cache_dir(folder)
    assert scanned.warnings == []
    assert [(repo.repo_id, repo.nb_files) for repo in scanned.repos] == [(LLAMA, 1)]


async def test_the_token_goes_to_the_hub_and_no_further(
    server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_mine")
    await assert_whole(server)
    told = {asked.headers.get("authorization") for asked in server.requests("hub")}
    assert "Bearer hf_mine" in told
    assert [asked.headers.get("authorization") for asked in server.requests("content")] == [None]


async def test_a_line_that_drops_again_and_again_costs_no_byte(server: HubServer) -> None:
    dice = random.Random(7)
    server.faults.drop_after = [dice.randrange(400_000) for _ in range(6)]
    await assert_whole(server)
    # A drop before the first byte of a try gives the same start twice.
    assert starts(server) == sorted(starts(server), key=lambda start: start or 0)
    assert len(starts(server)) == 7


async def test_what_an_earlier_program_left_is_gone_on_with(server: HubServer) -> None:
    begun(server, data(server)[:700_001])
    await assert_whole(server)
    assert starts(server) == [700_001]


async def test_a_whole_file_without_its_name_is_only_checked(server: HubServer) -> None:
    begun(server, data(server))
    await assert_whole(server)
    assert starts(server) == []


async def test_a_server_without_ranges_is_asked_for_all(server: HubServer) -> None:
    begun(server, data(server)[:5000])
    server.faults.ignore_ranges = True
    await assert_whole(server)


async def test_what_is_longer_than_the_file_is_thrown_away(server: HubServer) -> None:
    begun(server, data(server) + b"more")
    await assert_whole(server)
    assert starts(server) == [0]


async def test_what_was_damaged_on_disk_is_fetched_anew(server: HubServer) -> None:
    begun(server, b"x" * 1000)
    await assert_whole(server)
    assert starts(server) == [1000, 0]


async def test_content_with_a_wrong_hash_is_deleted_and_told(server: HubServer) -> None:
    server.faults.corrupt = 1
    done = await fetched(FILE)
    assert done.state == "failed"
    assert isinstance(done.error, HubError)
    assert done.error.kind == "checksum"
    assert "Pull again" in done.error.hint
    assert list(cache.folder().rglob("*.gguf")) == []
    assert list(cache.folder().rglob("blobs/*")) == []
    await assert_whole(server)


async def test_large_files_are_asked_for_piece_by_piece(
    server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "_WINDOW", 600_000)
    await assert_whole(server)
    assert starts(server) == [0, 600_000, 1_200_000]


async def test_small_files_are_checked_by_their_git_id(server: HubServer) -> None:
    done = await fetched(f"{LLAMA}:config.json")
    assert done.state == "done"
    server.repos[LLAMA].files["config.json"] = b"[]\n"
    server.faults.corrupt = 1
    done = await fetched(f"{LLAMA}:config.json")
    assert isinstance(done.error, HubError)
    assert done.error.kind == "checksum"


@pytest.mark.parametrize("header", ["Retry-After", "RateLimit"])
async def test_a_hub_that_asks_to_wait_is_waited_for(server: HubServer, header: str) -> None:
    told = "0" if header == "Retry-After" else '"resolvers";r=0;t=0'
    server.faults.statuses = [(429, {header: told})] * 2
    await assert_whole(server)


@pytest.mark.parametrize(
    ("answers", "kind", "hint"),
    [
        ([(429, {"Retry-After": "3600"})], "rate", "in 3600 seconds"),
        ([(429, {})] * 4, "rate", "in a few minutes"),
        ([(503, {})] * 4, "server", "Pull again later"),
        ([(403, {"X-Error-Message": "no"})], "token", "hf auth login"),
        ([(200, {"Content-Length": "0"})], "checksum", "wants a login"),
        ([(206, {"Content-Range": "bytes 5-9/10"})], "checksum", "proxy"),
    ],
)
async def test_answers_that_are_not_the_file(
    server: HubServer, answers: list[tuple[int, dict[str, str]]], kind: str, hint: str
) -> None:
    server.faults.statuses = list(answers)
    done = await fetched(FILE)
    assert done.state == "failed"
    assert isinstance(done.error, HubError)
    assert done.error.kind == kind
    assert hint in done.error.hint
    server.faults.statuses = []
    await assert_whole(server)


async def test_a_busy_hub_is_asked_again(server: HubServer) -> None:
    server.faults.statuses = [(503, {}), (500, {})]
    await assert_whole(server)


async def test_a_hub_that_is_gone_is_told_as_such(server: HubServer) -> None:
    pull = targets.look_up(Hub(), FILE)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    all_ = downloads()
    all_._hub = Hub(f"http://127.0.0.1:{port}")
    all_.add(pull)
    await all_.settle()
    error = all_.progress[0].error
    assert isinstance(error, HubError)
    assert error.kind == "offline"
    assert "cannot be reached" in error.message
    assert "go on" in error.hint


async def test_a_full_disk_is_told_as_such(server: HubServer) -> None:
    pull = targets.look_up(Hub(), FILE)
    places = Places(Path.home() / "whole", Path("/dev/full"), Path.home() / "lock")
    one = Transfer(
        Hub(),
        repo=pull.repo,
        commit=pull.commit,
        file=pull.files[0],
        places=places,
        tell=lambda *_: None,
        patience=AT_ONCE,
    )
    with pytest.raises(HubError, match="full") as raised:
        await one.run()
    assert raised.value.kind == "disk"
    assert "HF_HUB_CACHE" in raised.value.hint


async def test_two_at_the_same_file_fetch_it_once(server: HubServer) -> None:
    one, other = await asyncio.gather(fetched(FILE), fetched(FILE))
    assert (one.state, other.state) == ("done", "done")
    assert starts(server) == [0]
