"""The command palette holds every action and carries it out where the person is."""

from __future__ import annotations

from textual.command import CommandPalette
from textual.widgets import OptionList

from playground.domain.keymap import KEYMAP
from playground.services.settings import Settings
from playground.ui.app import PlaygroundApp
from playground.ui.commands import KeyCommands
from playground.ui.desk import Desk
from playground.ui.screens.page import PageScreen


async def test_every_key_of_the_main_screen_is_in_the_palette() -> None:
    desk = Desk(Settings())
    app = PlaygroundApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        provider = KeyCommands(app.screen)
        found = [hit.text async for hit in provider.discover()]
        for key in KEYMAP:
            if key.where != "outputs":  # there are no outputs before the first run
                assert any(str(text).endswith(key.what) for text in found), key.id
        await desk.close()


async def test_an_action_is_found_by_its_words_and_done() -> None:
    desk = Desk(Settings())
    app = PlaygroundApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen_stack[-1], CommandPalette)
        await pilot.press(*"licence of")
        while not app.screen.query_one(OptionList).option_count:
            await pilot.pause()
        await pilot.press("enter")
        while not any(isinstance(screen, PageScreen) for screen in app.screen_stack):
            await pilot.pause()
        await desk.close()


async def test_a_changed_key_is_shown_as_changed() -> None:
    desk = Desk(Settings(keys={"run.start": "ctrl+g"}))
    app = PlaygroundApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        found = [str(hit.text) async for hit in KeyCommands(app.screen).discover()]
        assert any(text.strip().startswith("Ctrl+G") for text in found)
        await desk.close()
