from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from playground.domain.key_changes import change_keys
from playground.ui.keys import first_keys
from playground.ui.styles import style_sheets
from playground.ui.widgets.footer import FooterBar


class Bare(App[None]):
    """Nothing but the footer."""

    CSS_PATH = style_sheets()

    def __init__(self, **changed: str) -> None:
        super().__init__()
        self._changed = {id_.replace("_", "."): key for id_, key in changed.items()}

    def compose(self) -> ComposeResult:
        yield FooterBar(first_keys(change_keys(self._changed)))

    @property
    def line(self) -> str:
        return str(self.query_one(FooterBar).render())


async def test_the_prompt_offers_the_way_round() -> None:
    app = Bare()
    async with app.run_test(size=(80, 24)):
        app.query_one(FooterBar).show("prompt", running=False)
        shown = " ".join(app.line.split())
        assert shown == "F5 Run F2 Models F3 Prompt Ctrl+J Sessions F1 Help F10 Quit"
        app.query_one(FooterBar).warn("! not saved")
        assert app.line.startswith(" ! not saved ")
        assert app.line.endswith(" F10 Quit ")
        assert cell_len(app.line) <= 80


async def test_while_something_runs_stop_comes_first() -> None:
    app = Bare()
    async with app.run_test(size=(80, 24)):
        for place in ("prompt", "catalog", "outputs"):
            app.query_one(FooterBar).show(place, running=True)
            assert app.line.split()[:2] == ["Esc", "Stop"]


@pytest.mark.parametrize("place", ["prompt", "catalog", "outputs"])
@pytest.mark.parametrize("width", range(10, 130, 15))
async def test_it_never_is_wider_than_the_screen_nor_cut_within_a_key(
    place: str, width: int
) -> None:
    app = Bare()
    async with app.run_test(size=(130, 24)) as pilot:
        app.query_one(FooterBar).show(place, running=True)
        whole = app.line
        await pilot.resize_terminal(width, 24)
        await pilot.pause()
        assert cell_len(app.line) <= width
        assert whole.startswith(app.line)
        assert app.line == whole or width < 80


async def test_there_are_six_keys_at_most_and_help_and_quit_among_them() -> None:
    app = Bare()
    async with app.run_test(size=(200, 24)):
        for place in ("prompt", "catalog", "sampling", "outputs"):
            app.query_one(FooterBar).show(place, running=True)
            assert app.line.rstrip().endswith("F1 Help  F10 Quit")
            assert app.line.count("  ") <= 6


async def test_changed_keys_are_shown() -> None:
    app = Bare(run_start="ctrl+v", sessions_open="f11", app_quit="ctrl+j")
    async with app.run_test(size=(80, 24)):
        app.query_one(FooterBar).show("prompt", running=False)
        assert app.line.split()[:2] == ["Ctrl+V", "Run"]
        assert app.line.split()[-2:] == ["Ctrl+J", "Quit"]
