from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from playground.domain.runs import RunRequest
from playground.services.fit import FitService
from playground.services.recent import recent_models
from playground.services.settings import Settings
from playground.ui.app import PlaygroundApp
from playground.ui.desk import Desk
from playground.ui.panes.catalog import CatalogPane
from playground.ui.panes.prompt import PromptPane
from playground.ui.panes.sampling import SamplingPane
from playground.ui.screens.main import PlaygroundScreen
from playground.ui.screens.page import PageScreen
from playground.ui.widgets.filter_line import FilterLine
from playground.ui.widgets.row_list import RowList

Opened = tuple[PlaygroundApp, PlaygroundScreen, Pilot[int], list[RunRequest]]


@asynccontextmanager
async def opened(
    settings: Settings | None = None, size: tuple[int, int] = (80, 24), prompt: str = "Hello"
) -> AsyncIterator[Opened]:
    """The program, with a run service that only takes down what it is asked."""
    desk = Desk(settings or Settings(), prompt=prompt)
    requests: list[RunRequest] = []

    async def stream(request: RunRequest) -> AsyncIterator[object]:
        requests.append(request)
        nobody: tuple[object, ...] = ()
        for nothing in nobody:
            yield nothing

    desk.service.stream = stream  # type: ignore[method-assign, assignment]
    app = PlaygroundApp(desk)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, PlaygroundScreen)
        yield app, screen, pilot, requests
        await desk.close()


def shown(widget: Widget) -> bool:
    return widget.display


async def run(pilot: Pilot[int]) -> None:
    await pilot.press("f5")
    await pilot.pause()
    await pilot.app.workers.wait_for_complete(
        [one for one in pilot.app.workers if one.group in {"run", "recent"}]
    )


async def test_what_is_set_reaches_the_run() -> None:
    async with opened() as (_, screen, pilot, requests):
        await pilot.press("f2", "space", "f9", "f6")
        for name, text in (("samples", "2"), ("threads", "1"), ("context_length", "128")):
            screen.set_focus(screen.query_one(f"#{name}"))
            await pilot.press(*text)
        await pilot.press("f6", *"0.9")
        await run(pilot)
        (request,) = requests
        assert len(request.lanes) == 2
        assert (request.threads, request.context_length) == (1, 128)
        sampling = request.lanes[0].sampling
        assert (sampling.top_k, sampling.temperature) == (1, 0.9)


async def test_models_that_ran_are_remembered() -> None:
    async with opened() as (_, screen, pilot, requests):
        await pilot.press("f2", "down", "space")
        await run(pilot)
        assert recent_models() == (requests[0].lanes[0].entry.id,)
        assert recent_models()[0] == screen.query_one(CatalogPane).chosen[0].id


async def test_a_bad_value_is_shown_and_nothing_is_sent() -> None:
    async with opened() as (app, screen, pilot, requests):
        await pilot.press("f2", "space", "f6", *"99", "f3")
        await run(pilot)
        assert requests == []
        assert screen.query_one(SamplingPane).has_class("open")
        assert app.focused is screen.query_one("#temperature")


@pytest.mark.parametrize("checked", [True, False])
async def test_a_run_that_cannot_fit_is_refused_unless_the_settings_allow_it(checked: bool) -> None:
    async with opened(Settings(check_memory=checked)) as (app, screen, pilot, requests):
        screen.desk.fits = FitService(4096, available=lambda: 1_000_000)
        await pilot.press("f2", "space")
        await run(pilot)
        assert len(requests) == (0 if checked else 1)
        told = " ".join(notice.message for notice in app._notifications)
        assert ("does not fit into memory" in told) is checked
        assert ("1 MB are free" in told) is checked


async def test_esc_empties_the_filter_in_its_line_and_from_the_list() -> None:
    async with opened() as (_, screen, pilot, _):
        catalog = screen.query_one(CatalogPane)
        await pilot.press("f2", "slash", *"gpt2")
        assert screen.query_one(FilterLine).has_focus
        await pilot.press("escape")
        assert screen.query_one(RowList).has_focus
        assert catalog.filter_text == ""
        await pilot.press("slash", *"gpt2", "enter")
        assert catalog.filter_text == "gpt2"
        await pilot.press("escape")
        assert catalog.filter_text == ""
        assert screen.query_one(RowList).has_focus
        await pilot.press("escape")
        assert screen.query_one(PromptPane).has_focus


async def test_the_licence_page_is_complete_and_says_what_fits() -> None:
    async with opened() as (app, _, pilot, _):
        await pilot.press("f2", "f7")
        await pilot.pause()
        assert isinstance(app.screen, PageScreen)
        text = "\n".join(str(part.content) for part in app.screen.query(Static))
        for part in ("Apache License 2.0", "You may", "You must", "This machine", "Verified: full"):
            assert part in text


@pytest.mark.parametrize("size", [(59, 24), (80, 15), (20, 5)])
async def test_where_there_is_no_room_a_message_says_how_much_is_needed(
    size: tuple[int, int],
) -> None:
    async with opened(size=size) as (_, screen, pilot, _):
        notice = screen.query_one("#too-small", Static)
        assert shown(notice)
        assert "60 columns and 16 rows" in str(notice.content)
        assert not shown(screen.query_one("#main"))
        await pilot.resize_terminal(60, 16)
        await pilot.pause()
        assert not shown(notice)
        assert shown(screen.query_one("#main"))


async def test_a_new_size_keeps_all_that_was_typed_and_chosen() -> None:
    async with opened(size=(120, 40)) as (_, screen, pilot, _):
        await pilot.press("f2", "space", "slash", *"demo", "enter", "f9")
        for size in ((40, 10), (80, 24), (200, 60)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        catalog = screen.query_one(CatalogPane)
        assert len(catalog.chosen) == 1
        assert catalog.filter_text == "demo"
        assert screen.query_one(SamplingPane).chosen["top_k"] == 1
        assert screen.query_one(PromptPane).text == "Hello"


async def test_nothing_more_is_mounted_before_it_is_wanted() -> None:
    async with opened() as (_, screen, _, _):
        for late in ("FilterLine", "#filter-problem", "Input", "#too-small"):
            assert not screen.query(late), late
