from __future__ import annotations

from typing import Any

from textual.pilot import Pilot
from textual.widgets import OptionList, TextArea
from textual.widgets._toast import ToastRack

from playground.ui.display import compositor
from playground.ui.widgets.stream import StreamView
from tests.ui.recorded import SMALL, WIDE, Everything, Question, drive, true_colour
from tests.ui.recorder import Terminal

__all__ = ["true_colour"]  # used by its name, for every test of this module


class Watched(Everything):
    """Knows which widgets were asked for lines, and what its terminal shows."""

    def __init__(self) -> None:
        super().__init__(lanes=3)
        self.terminal = Terminal(*SMALL)

    async def settle(self, pilot: Pilot[Any]) -> None:
        """After a change: the terminal shows what painting everything anew would."""
        await pilot.pause()
        self.terminal.feed(self.recorded.take())
        whole = Terminal(*SMALL)
        full = self.screen._compositor.render_full_update()
        whole.feed(full.render_segments(self.console))
        assert self.terminal.text() == whole.text()
        assert self.terminal.cells() == whole.cells()


async def test_partial_updates_add_up_to_the_whole_screen() -> None:
    app = Watched()

    async def script(pilot: Pilot[Any]) -> None:
        assert isinstance(app.screen._compositor, compositor.LeanCompositor)
        lanes = list(app.query(StreamView))
        for number in range(12):
            for lane in lanes[: 1 + number % 3]:
                lane.append(f"{number} the quick brown fox " + WIDE * (number % 3))
            await app.settle(pilot)
        app.query_one(OptionList).focus()
        for key in ("down", "pagedown", "end", "home"):
            await pilot.press(key)
            await app.settle(pilot)
        app.query_one(TextArea).focus()
        lanes[0].append("while one types ")
        await pilot.press("a", "b", "enter")
        await app.settle(pilot)
        app.notify("a notice over the lanes")
        await pilot.pause()
        assert app.screen.query(ToastRack)
        for lane in lanes:
            lane.append("under the notice " + WIDE)
        await app.settle(pilot)
        app.push_screen(Question())
        await pilot.pause()
        app.pop_screen()
        lanes[1].append("after the question")
        await app.settle(pilot)

    await drive(app, script, SMALL)


async def test_only_what_changed_is_rendered() -> None:
    app = Watched()
    rendered: list[object] = []

    async def script(pilot: Pilot[Any]) -> None:
        lanes = list(app.query(StreamView))
        await pilot.pause()
        for widget in [*app.query("*"), app.screen]:
            draw = widget.render_lines

            def noticed(crop: Any, draw: Any = draw, widget: Any = widget) -> Any:
                rendered.append((widget, crop.height))
                return draw(crop)

            widget.render_lines = noticed
        lanes[0].append("one")
        lanes[2].append("three")
        await pilot.pause()
        assert sorted(rendered, key=str) == sorted([(lanes[0], 1), (lanes[2], 1)], key=str)

    await drive(app, script, SMALL)
