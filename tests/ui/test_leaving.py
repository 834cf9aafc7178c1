"""Screens are left once, however many keys wish it."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.widgets import Input

from playground.ui.screens.ask import AskText
from tests.ui.scripted import sitting


async def test_enter_on_its_way_when_esc_left_already_takes_no_other_screen_away() -> None:
    given: list[str | None] = []
    async with sitting("demo-llama") as here:
        await here.press("f1")
        page = here.app.screen
        for below in (page, here.main):
            box = AskText("Search for", "the")
            here.app.push_screen(box, given.append)
            await here.until(lambda box=box: here.app.screen is box and box.query(Input))
            field = box.query_one(Input)
            field.post_message(Input.Submitted(field, "the"))
            box.dismiss(None)
            await here.until(lambda below=below: here.app.screen is below)
            await here.pilot.pause()
            assert here.app.screen is below
            if below is page:
                await here.press("escape")
        assert given == [None, None]


async def test_every_screen_over_the_main_one_is_left_once() -> None:
    async with sitting("demo-llama") as here:
        for keys in (("f1",), ("f7",), ("f8",), ("ctrl+g",), ("ctrl+o",), ("f12",), ("ctrl+j",)):
            await here.press(*keys)
            screen: Screen[Any] = here.app.screen
            assert screen is not here.main
            for _ in range(2):
                screen.dismiss(None)
            await here.until(lambda: here.app.screen is here.main)
            await here.pilot.pause()
