"""The keys of the pages over the main screen: their feet name them by capitals."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import pytest
from textual.binding import Binding
from textual.screen import Screen

from playground.services.settings import Settings
from playground.ui import screens
from playground.ui.app import PlaygroundApp
from playground.ui.desk import Desk
from playground.ui.keys import either_case
from playground.ui.screens.ask import AskText
from playground.ui.screens.main.base import MainBase
from playground.ui.screens.prompt_options import PromptOptionsScreen
from playground.ui.screens.sessions import SessionsScreen, lines
from playground.ui.widgets.tick import Tick


def _pages() -> list[type[Screen[Any]]]:
    for found in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(found.name)
    below: list[type[Screen[Any]]] = [Screen]
    every: list[type[Screen[Any]]] = []
    while below:
        one = below.pop()
        below += one.__subclasses__()
        if one.__module__.startswith(screens.__name__) and not issubclass(one, MainBase):
            every.append(one)
    return sorted(every, key=lambda one: one.__qualname__)


@pytest.mark.parametrize("page", _pages(), ids=lambda page: page.__name__)
def test_a_letter_works_small_and_capital(page: type[Screen[Any]]) -> None:
    keys = {
        key
        for one in page.__dict__.get("BINDINGS", ())
        if isinstance(one, Binding)
        for key in one.key.split(",")
    }
    letters = {key for key in keys if len(key) == 1 and key.isalpha()}
    assert letters == {letter.swapcase() for letter in letters}


def test_a_capital_that_does_something_else_keeps_it() -> None:
    (first, second) = either_case(Binding("g", "top"), Binding("G,x", "end"))
    assert isinstance(first, Binding)
    assert isinstance(second, Binding)
    assert (first.key, second.key) == ("g", "G,x,X")


async def test_a_capital_does_what_the_foot_says() -> None:
    desk = Desk(Settings())
    app = PlaygroundApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+j")
        await pilot.pause()
        assert isinstance(app.screen, SessionsScreen)
        assert "F Find" in lines.FOOT
        await pilot.press("F")
        await pilot.pause()
        assert isinstance(app.screen, AskText)
        await desk.close()


async def test_a_tick_is_told_without_colour() -> None:
    desk = Desk(Settings())
    app = PlaygroundApp(desk, theme="mono")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, PromptOptionsScreen)
        tick = app.screen.query_one(Tick)
        tick.focus()
        for value, box in ((False, "[ ] "), (True, "[x] "), (False, "[ ] ")):
            assert tick.value is value
            assert tick.render().plain.startswith(box)
            await pilot.press("space")
        await desk.close()
