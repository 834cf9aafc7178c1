from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot
from textual.widgets import Static

from playground.services import paths
from playground.services.settings import Settings, load_settings
from playground.ui.app import PlaygroundApp
from playground.ui.desk import Desk
from playground.ui.screens.themes import ThemeScreen
from playground.ui.widgets.row_list import RowList


@asynccontextmanager
async def picker() -> AsyncIterator[tuple[PlaygroundApp, Pilot[int]]]:
    desk = Desk(Settings())
    app = PlaygroundApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f12")
        await pilot.pause()
        assert isinstance(app.screen, ThemeScreen)
        yield app, pilot
        await desk.close()


async def test_it_stands_on_the_theme_in_force_and_moving_shows_the_next() -> None:
    async with picker() as (app, pilot):
        assert app.screen.query_one(RowList).cursor == "dusk"
        before = app.screen.styles.background, app.screen_stack[0].background_colors
        await pilot.press("down")
        await pilot.pause()
        assert app.theme == "ember"
        await pilot.pause()
        assert app.screen_stack[0].background_colors != before[1]


async def test_esc_goes_back_to_the_theme_before_and_writes_nothing() -> None:
    async with picker() as (app, pilot):
        await pilot.press("down", "down")
        await pilot.press("escape")
        await pilot.pause()
        assert app.theme == "dusk"
        assert not isinstance(app.screen, ThemeScreen)
        assert not paths.settings_file().exists()


async def test_enter_keeps_it_in_the_settings_with_all_that_stood_there() -> None:
    path = paths.settings_file()
    path.parent.mkdir(parents=True)
    path.write_text("# mine\nthreads = 1\n", encoding="utf-8")
    async with picker() as (app, pilot):
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.theme == "ember"
        assert not isinstance(app.screen, ThemeScreen)
    assert path.read_text(encoding="utf-8") == '# mine\nthreads = 1\ntheme = "ember"\n'
    assert load_settings().theme == "ember"


async def test_a_broken_theme_is_marked_and_can_be_neither_seen_nor_kept() -> None:
    folder = paths.config_folder() / "themes"
    folder.mkdir(parents=True)
    (folder / "zz.toml").write_text('primary = "?"', encoding="utf-8")
    async with picker() as (app, pilot):
        await pilot.press("G")
        await pilot.pause()
        rows = app.screen.query_one(RowList)
        assert rows.cursor == "zz"
        assert app.theme == "dusk"
        assert "zz.toml: primary" in str(app.screen.query_one("#theme-note", Static).content)
        assert rows._draw("zz", 20).text.startswith(" ! zz")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ThemeScreen)
        assert not paths.settings_file().exists()


async def test_what_cannot_be_written_is_said_and_holds_for_this_sitting() -> None:
    path = paths.settings_file()
    path.parent.mkdir(parents=True)
    path.write_text("theme = \n", encoding="utf-8")
    async with picker() as (app, pilot):
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.theme == "ember"
        assert any(str(path) in notice.message for notice in app._notifications)
