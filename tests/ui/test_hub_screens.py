from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Static

from playground.services.acceptance import acceptances_file
from playground.services.catalog import user_catalog
from playground.services.hub import cache, unfinished
from playground.ui.panes.catalog import CatalogPane
from playground.ui.screens.hub.accept import AcceptScreen
from playground.ui.screens.hub.downloads import DownloadsScreen
from playground.ui.screens.hub.search import HubScreen
from playground.ui.screens.main import PlaygroundScreen
from playground.ui.widgets.row_list import RowList
from tests.services.hub.conftest import LLAMA, server
from tests.services.hub.server import HubServer
from tests.services.hub.stored import Stored
from tests.ui.scripted import Sitting, sitting

__all__ = ["server"]

_OWN = """\
schema = 1
[[model]]
id = "mine"
architecture = "llama"
license = "apache-2.0"
file = [{ repo = "someone/Demo-Llama-GGUF", file = "demo.Q8_0.gguf", quantisation = "Q8_0" }]
[[model]]
id = "asks"
architecture = "llama"
license = "gemma"
file = [{ repo = "someone/Asks", file = "asks.gguf", quantisation = "Q4_0" }]
"""


@asynccontextmanager
async def at_home(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Sitting]:
    """The program with two models of the server in its catalog, the catalog read."""
    if not user_catalog().exists():
        user_catalog().parent.mkdir(parents=True)
        user_catalog().write_text(_OWN)
    async with sitting(size=size) as here:
        await here.until(lambda: catalog(here).entry("mine") is not None)
        await here.press("f2", "slash", *"own", "enter")
        yield here


def catalog(here: Sitting) -> CatalogPane:
    return here.main.query_one(CatalogPane)


async def go_to(here: Sitting, id_: str) -> None:
    """Move the cursor of the catalog to a model."""
    for _ in range(10):
        entry = catalog(here).focused_entry
        if entry is not None and entry.id == id_:
            return
        await here.press("down")
    raise AssertionError(f"{id_} is not in the list")


def held(server: HubServer, at: int = 500_000) -> threading.Event:
    """Content stops at a byte until the event is set."""
    go_on = threading.Event()

    def hold(_: int) -> None:
        go_on.wait(60)

    server.faults.at_byte = (at, hold)
    return go_on


def rows(here: Sitting) -> str:
    """The list of the screen on top, as it is drawn."""
    list_ = here.app.screen.query_one(RowList)
    return "\n".join(list_.render_line(y).text for y in range(list_.size.height))


def about(here: Sitting) -> str:
    return str(here.app.screen.query_one("#about", Static).content)


def notices(here: Sitting) -> str:
    return " ".join(notice.message for notice in here.app._notifications)


def on(here: Sitting, screen: type) -> Callable[[], bool]:
    return lambda: isinstance(here.app.screen, screen)


async def test_a_download_does_not_block_and_the_model_can_be_chosen_afterwards(
    server: HubServer,
) -> None:
    go_on = held(server)
    async with at_home() as here:
        await go_to(here, "mine")
        await here.press("space")
        assert "d downloads it" in notices(here)
        await here.press("d")
        await here.until(lambda: "%" in rows(here))
        assert isinstance(here.app.screen, PlaygroundScreen)
        await here.run("an answer meanwhile", "and another")
        go_on.set()
        await here.until(lambda: "mine is here" in notices(here))
        entry = catalog(here).entry("mine")
        assert entry is not None
        assert entry.path is not None
        assert Path(entry.path).read_bytes() == server.repos[LLAMA].files["demo.Q8_0.gguf"]
        await here.press("f2")
        assert catalog(here).focused_entry is entry, "the cursor stays on the model"
        await here.press("space")
        assert entry in catalog(here).chosen
        await here.press("d")
        assert "mine needs no download" in notices(here)


async def test_conditions_are_shown_first_and_once(server: HubServer) -> None:
    server.repos["someone/Asks"] = Stored({"asks.gguf": b"x" * 99}, license="gemma")
    async with at_home() as here:
        await go_to(here, "asks")
        await here.press("d")
        await here.until(on(here, AcceptScreen))
        text = str(here.app.screen.query_one("VerticalScroll > Static", Static).content)
        for part in (
            "Gemma Terms of Use",
            "https://",
            "You must",
            "Limits",
            "Verified",
            "no legal advice",
        ):
            assert part in text
        await here.press("escape")
        await here.until(on(here, PlaygroundScreen))
        assert here.desk.downloads.progress == ()
        assert not acceptances_file().exists()
        await here.press("d")
        await here.until(on(here, AcceptScreen))
        await here.press("a")
        await here.until(lambda: "asks is here" in notices(here))
        await here.until(lambda: "asks.gguf" in notices(here))  # it is no model, and that is told
        assert 'license = "gemma"' in acceptances_file().read_text()


async def test_what_goes_wrong_is_told_with_what_to_do(server: HubServer) -> None:
    async with at_home() as here:
        await go_to(here, "asks")
        await here.press("d")
        await here.until(lambda: "no repository someone/Asks" in notices(here))
        assert "hf auth login" in notices(here)


async def test_downloads_are_paused_gone_on_with_and_given_up(server: HubServer) -> None:
    go_on = held(server)
    async with at_home() as here:
        await go_to(here, "mine")
        await here.press("d")
        await here.until(lambda: here.desk.downloads.moving)
        await here.press("D")
        assert isinstance(here.app.screen, DownloadsScreen)
        await here.until(lambda: "of 1.68 MB" in rows(here))
        assert "Licence: apache-2.0" in about(here)
        await here.press("space")
        assert "‖ mine" in rows(here)
        assert "paused" in rows(here)
        await here.until(lambda: not here.desk.downloads.moving)
        go_on.set()
        await here.press("space")
        await here.until(lambda: "✓ mine" in rows(here))
        await here.until(lambda: "demo.Q8_0.gguf" in about(here).splitlines()[-1])
        await here.press("x", "space")
        assert "✓ mine" in rows(here)
        await here.press("c")
        assert "Nothing was downloaded" in about(here)
        await here.press("escape")
        assert isinstance(here.app.screen, PlaygroundScreen)


async def test_giving_up_is_asked_about_and_deletes(server: HubServer) -> None:
    go_on = held(server)
    async with at_home() as here:
        await go_to(here, "mine")
        await here.press("d", "D")
        await here.until(lambda: "of 1.68 MB" in rows(here))
        await here.press("x", "escape")
        assert here.desk.downloads.moving
        await here.press("x", "x")
        await here.until(lambda: not here.desk.downloads.moving)
        go_on.set()
        await here.until(lambda: "■ mine" in rows(here))
        assert list(cache.folder().rglob("blobs/*")) == []


async def test_what_was_left_by_quitting_is_there_paused(server: HubServer) -> None:
    go_on = held(server)
    async with at_home() as here:
        await go_to(here, "mine")
        await here.press("d")
        await here.until(lambda: here.desk.downloads.moving)
    go_on.set()
    server.faults.at_byte = None
    assert len(unfinished.remembered()) == 1
    async with at_home() as here:
        await go_to(here, "mine")
        await here.until(lambda: "‖  mine" in rows(here))
        await here.press("d")
        await here.until(lambda: "mine is here" in notices(here))


async def test_the_hub_is_searched_opened_and_downloaded_from(server: HubServer) -> None:
    async with at_home() as here:
        await here.press("h")
        assert isinstance(here.app.screen, HubScreen)
        await here.press(*"demo", "enter")
        await here.until(lambda: LLAMA in rows(here))
        assert "1.27 M" in rows(here)
        assert "P Apache-2.0" in rows(here)
        assert "Apache License 2.0 (permissive)" in about(here)
        await here.press("enter")
        await here.until(lambda: "demo.Q4_0.gguf" in rows(here))
        assert "Enter downloads 1.04 MB" in about(here)
        assert "Memory: + fits" in about(here)
        await here.press("enter")
        await here.until(lambda: "✓" in rows(here))
        assert cache.find(LLAMA, ["demo.Q4_0.gguf"]) is not None
        await here.press("enter")
        assert "is here already" in about(here)
        await here.press("escape")
        assert LLAMA in rows(here)
        await here.press("escape")
        assert isinstance(here.app.screen, PlaygroundScreen)
        await here.until(lambda: catalog(here).entry("demo.Q4_0.gguf") is not None)


async def test_a_search_that_finds_nothing_or_fails_says_so(server: HubServer) -> None:
    server.repos["a/without"] = Stored({"model.safetensors": b"x"}, gguf={"total": 5})
    async with at_home() as here:
        await here.press("h", *"nothing", "enter")
        await here.until(lambda: "No repository" in about(here))
        server.faults.api_statuses = [(429, {"Retry-After": "5"})]
        await here.press("enter")
        await here.until(lambda: "Try again in 5 seconds" in about(here))
        await here.press(*["backspace"] * 7, *"without", "enter")
        await here.until(lambda: "a/without" in rows(here))
        await here.press("enter")
        await here.until(lambda: "no GGUF or GGML file" in about(here))
        await here.press("escape", "slash", "x")
        assert isinstance(here.app.screen, HubScreen)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (160, 50)])
async def test_every_size_shows_what_to_press(server: HubServer, size: tuple[int, int]) -> None:
    async with at_home(size) as here:
        for key, screen in (("D", DownloadsScreen), ("h", HubScreen)):
            await here.press(key)
            assert isinstance(here.app.screen, screen)
            foot = here.app.screen.query_one(".foot", Static)
            assert foot.region.bottom == size[1]
            assert here.app.screen.query_one(RowList).size.height >= 5
            await here.press("escape")
