from __future__ import annotations

from typing import Any

import pytest
import textual
from textual.app import App
from textual.geometry import Offset
from textual.messages import TerminalSupportsSynchronizedOutput
from textual.pilot import Pilot
from textual.widgets import OptionList, TextArea

from playground.ui.display import application, obstacle, updates
from playground.ui.display.grid import Grid
from playground.ui.widgets.stream import StreamView
from tests.ui.recorded import SIZE, SMALL, WIDE, Everything, Question, drive, true_colour
from tests.ui.recorder import Terminal

__all__ = ["true_colour"]  # used by its name, for every test of this module


class Twin(Everything):
    """Feeds each frame to two terminals, one by way of the stock display, and compares them."""

    def __init__(self) -> None:
        super().__init__(lanes=2)
        self.frames = 0
        self.differences: list[str] = []
        self.stock = self.ours = Terminal(*SMALL)

    def _display(self, screen: Any, renderable: Any) -> None:
        shown = renderable is not None and self._reaches_terminal()
        if shown:
            size = (self.size.width, self.size.height)
            if (self.stock.screen.columns, self.stock.screen.lines) != size or not self.frames:
                self.stock, self.ours = Terminal(*size), Terminal(*size)
            self.stock.feed(renderable.render_segments(self.console))
        super()._display(screen, renderable)
        if shown:
            self.frames += 1
            self.ours.feed(self.recorded.take())
            self.differences += [
                f"frame {self.frames} row {y} column {x}: {ours} is not {theirs}"
                for y, rows in enumerate(zip(self.ours.cells(), self.stock.cells(), strict=True))
                for x, (ours, theirs) in enumerate(zip(*rows, strict=True))
                if ours != theirs
            ]


async def script(pilot: Pilot[Any]) -> None:
    """Stream, scroll, edit, ask, change themes and resize."""
    app = pilot.app
    assert isinstance(app, Everything)
    lanes = list(app.query(StreamView))
    for number in range(8):
        for lane in lanes:
            lane.append(f"{number} the quick brown fox " + WIDE * (number % 3))
        await pilot.pause()
    app.query_one(OptionList).focus()
    await pilot.press("down", "down", "pagedown", "end", "home")
    lanes[0].focus()
    await pilot.press("pageup", "up", "home", "end")
    app.query_one(TextArea).focus()
    await pilot.press("a", "b", "enter", "left", "backspace", "shift+up")
    app.push_screen(Question())
    await pilot.pause()
    lanes[1].append("behind the dialog " + WIDE)
    await pilot.pause()
    app.pop_screen()
    await pilot.pause()
    for theme in ("textual-light", "ansi-dark"):
        app.theme = theme
        await pilot.pause()
        lanes[1].append(WIDE)
        await pilot.pause()
    app.recorded.resize(71, 20)
    await wait_for_size(pilot, 71)
    lanes[0].append(WIDE * 3)
    await pilot.pause()
    await pilot.press("f5")
    lanes[0].set_text("over")
    lanes[1].clear()
    await pilot.pause()


async def wait_for_size(pilot: Pilot[Any], width: int) -> None:
    """Wait until the screen is laid out for a width; the application collects resizes first."""
    while pilot.app.screen.size.width != width:
        await pilot.pause()
    await pilot.pause()


@pytest.mark.parametrize("no_color", [False, True])
async def test_every_frame_shows_the_same_cells_as_the_stock_display(
    no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    app = Twin()
    await drive(app, script, SMALL)
    assert app.frames > 30
    assert not app.differences, "\n".join(app.differences[:20])


async def test_a_refresh_without_a_change_writes_nothing() -> None:
    app = Everything()

    async def refresh(pilot: Pilot[Any]) -> None:
        await pilot.press("f5")
        while not app.query("FooterKey"):  # it comes when Textual has time for it
            await pilot.pause()
        quiet = 0
        while quiet < 3:
            await pilot.pause()
            quiet = 0 if app.recorded.take() else quiet + 1
        app.screen.refresh(layout=True)
        for widget in app.query("*"):
            widget.refresh()
        await pilot.pause()
        assert app.recorded.take() == ""

    await drive(app, refresh)


async def test_redraw_and_the_return_from_the_background_write_every_cell() -> None:
    app = Everything()

    async def redraw(pilot: Pilot[Any]) -> None:
        app.recorded.take()
        await pilot.press("f5")
        assert len(app.recorded.take()) > SIZE[0] * SIZE[1]
        app.app_resume_signal.publish(app)
        await pilot.pause()
        assert len(app.recorded.take()) > SIZE[0] * SIZE[1]
        app.recorded.resize(*SIZE)
        await pilot.pause()
        app.refresh()
        await pilot.pause()
        assert len(app.recorded.take()) > SIZE[0] * SIZE[1]

    await drive(app, redraw)


async def test_a_moved_cursor_is_placed_though_no_cell_differs() -> None:
    app = Everything()

    async def move(pilot: Pilot[Any]) -> None:
        app.recorded.take()
        app.cursor_position = Offset(3, 4)
        app.screen.refresh()
        await pilot.pause()
        assert app.recorded.take() == "\x1b[5;4H"

    await drive(app, move)


async def test_only_a_long_frame_is_synchronised() -> None:
    app = Everything()

    async def synchronise(pilot: Pilot[Any]) -> None:
        app.post_message(TerminalSupportsSynchronizedOutput())
        await pilot.pause()
        app.recorded.take()
        app.query(StreamView).first().append("short")
        await pilot.pause()
        assert "?2026" not in app.recorded.take()
        await pilot.press("f5")
        long = app.recorded.take()
        assert long.startswith("\x1b[?2026h")
        assert long.endswith("\x1b[?2026l")

    await drive(app, synchronise)


async def test_an_unknown_textual_is_shown_by_the_stock_display(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(textual, "__version__", "9.0.1")
    app = Everything()

    async def write(pilot: Pilot[Any]) -> None:
        app.recorded.take()
        app.query(StreamView).first().append("stock")
        await pilot.pause()
        # The stock display resets the pen after each segment.
        assert "stock" in app.recorded.take()
        assert app._sent is None
        assert "9.0.1" in obstacle(app)

    await drive(app, write)


async def test_this_textual_has_what_the_display_relies_on() -> None:
    assert obstacle(Everything()) == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda patch: patch.setattr(application, "_HAS_UPDATES", False), "updates"),
        (lambda patch: patch.setattr(updates, "ChopsUpdate", Grid), "ChopsUpdate"),
        (lambda patch: patch.setattr(App, "_display", lambda self: None), "hook"),
        (lambda patch: patch.setattr(application, "_ATTRIBUTES", ("_gone",)), "_gone"),
    ],
)
def test_each_missing_part_is_named(
    change: Any, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Everything()
    change(monkeypatch)
    assert reason in obstacle(app)


async def test_without_a_terminal_nothing_is_kept() -> None:
    app = Everything()
    async with app.run_test() as pilot:
        app.query(StreamView).first().append("headless")
        await pilot.pause()
        assert app._sent is None
