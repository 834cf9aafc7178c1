from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region

from playground.ui import widgets
from playground.ui.widgets.stream import StreamView


class Alone(App[None]):
    """One stream view of 20 x 10 cells, without border."""

    CSS_PATH = Path(widgets.__path__[0]) / "stream.tcss"
    CSS = "StreamView { width: 21; height: 10; }"

    def __init__(self, text: str = "", step: int | None = None) -> None:
        super().__init__()
        self.view = StreamView(text, step=step)
        self.refreshed: list[Region] = []

    def compose(self) -> ComposeResult:
        yield self.view

    def shown(self) -> list[str]:
        """The rows in view as text."""
        return [self.view.render_line(y).text.rstrip() for y in range(self.view.size.height)]


def numbered(count: int) -> str:
    return "".join(f"line {number}\n" for number in range(count))


async def test_append_set_and_clear() -> None:
    app = Alone("first")
    async with app.run_test() as pilot:
        view = app.view
        view.append(" second\n")
        view.append("")
        view.append("third \x1b[2J")
        assert view.text == "first second\nthird \x1b[2J"
        await pilot.pause()
        assert app.shown()[:3] == ["first second", "third ␛[2J", ""]
        view.set_text("other")
        assert view.text == "other"
        assert app.shown()[:2] == ["other", ""]
        view.clear()
        assert view.text == ""
        assert app.shown() == [""] * 10


async def test_many_pieces_stay_one_text() -> None:
    app = Alone()
    async with app.run_test():
        for _ in range(5000):
            app.view.append("ab ")
        assert len(app.view._pieces) < 2000
        assert app.view.text == "ab " * 5000


async def test_text_given_before_the_widget_is_shown_is_kept() -> None:
    app = Alone()
    app.view.append("early ")
    app.view.append("bird")
    async with app.run_test():
        assert app.shown()[0] == "early bird"


async def test_only_changed_rows_in_view_are_repainted(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Alone(numbered(3))
    async with app.run_test() as pilot:
        await pilot.pause()
        regions: list[Region] = []
        monkeypatch.setattr(app.view, "refresh", lambda *found: regions.extend(found))
        app.view.append("a")
        assert regions == [Region(0, 3, 20, 1)]
        regions.clear()
        app.view.append("b\nc")
        assert regions == [Region(0, 3, 20, 2)]


async def test_a_text_out_of_view_repaints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Alone(numbered(100))
    async with app.run_test() as pilot:
        app.view.focus()
        await pilot.press("home")
        await pilot.pause()
        regions: list[Region] = []
        monkeypatch.setattr(app.view, "refresh", lambda *found: regions.extend(found))
        app.view.append("a")
        assert regions == []


async def test_the_text_moves_up_two_thirds_of_a_page_at_the_bottom() -> None:
    app = Alone()
    async with app.run_test() as pilot:
        tops = []
        for number in range(20):
            app.view.append(f"{number}\n")
            await pilot.pause()
            tops.append(app.view.scroll_offset.y)
        assert tops == [0] * 9 + [6] * 6 + [12] * 5
        assert app.shown()[:5] == ["12", "13", "14", "15", "16"]


async def test_at_the_end_the_last_page_is_full() -> None:
    app = Alone()
    async with app.run_test() as pilot:
        view = app.view
        view.append(numbered(11).rstrip())
        await pilot.pause()
        assert app.shown()[-1] == ""
        view.settle()
        await pilot.pause()
        assert app.shown() == [f"line {number}" for number in range(1, 11)]
        view.append("\nmore")
        await pilot.pause()
        assert "more" in app.shown()
        assert app.shown()[-1] == ""


async def test_the_text_moves_up_a_line_where_asked() -> None:
    app = Alone(step=1)
    async with app.run_test() as pilot:
        app.view.append(numbered(12).rstrip())
        await pilot.pause()
        assert app.shown()[0] == "line 2"
        app.view.append("\nlast")
        await pilot.pause()
        assert app.shown()[0] == "line 3"
        assert app.shown()[-1] == "last"


async def test_scrolling_up_stops_following_and_the_end_resumes_it() -> None:
    app = Alone(numbered(50))
    async with app.run_test() as pilot:
        view = app.view
        view.focus()
        await pilot.pause()
        states = [(view.follow, view.max_scroll_y - view.scroll_offset.y)]
        for key in ("up", "append", "end", "pageup", "home", "pagedown", "down"):
            if key == "append":
                view.append(numbered(50))
            await pilot.press(key)
            states.append((view.follow, view.max_scroll_y - view.scroll_offset.y))
        assert view.max_scroll_y == 96
        assert states == [
            *[(True, 0), (False, 1), (False, 55), (True, 0)],
            *[(False, 10), (False, 96), (False, 86), (False, 85)],
        ]
        view.follow = True
        await pilot.pause()
        assert view.scroll_offset.y == view.max_scroll_y


async def test_scrolling_down_to_the_end_follows_again() -> None:
    app = Alone(numbered(14))
    async with app.run_test() as pilot:
        app.view.focus()
        following = []
        for key in ("up", "up", "down", "down"):
            await pilot.press(key)
            following.append(app.view.follow)
        assert following == [False, False, False, True]


async def test_the_mouse_wheel_stops_and_resumes_following() -> None:
    app = Alone(numbered(50))
    async with app.run_test() as pilot:
        await pilot.pause()
        following = [app.view.follow]
        app.view._scroll_up_for_pointer(animate=False)
        following.append(app.view.follow)
        app.view._scroll_down_for_pointer(animate=False)
        following.append(app.view.follow)
        assert following == [True, False, True]


async def test_a_new_width_wraps_anew_and_keeps_the_end_in_view() -> None:
    app = Alone("word " * 200)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.view.styles.width = 41
        await pilot.pause()
        assert app.shown()[0] == "word word word word word word word word"
        assert app.view.scroll_offset.y == app.view.max_scroll_y


async def test_a_new_width_keeps_the_first_visible_text_when_not_following() -> None:
    words = " ".join(f"word{number:03}" for number in range(300))
    app = Alone(words)
    async with app.run_test() as pilot:
        app.view.focus()
        await pilot.press("home", "pagedown", "pagedown")
        first = app.shown()[0].split()[0]
        app.view.styles.width = 61
        await pilot.pause()
        assert first in app.shown()[0]
        assert not app.view.follow


async def test_a_new_height_keeps_following() -> None:
    app = Alone(numbered(50))
    async with app.run_test() as pilot:
        await pilot.pause()
        app.view.styles.height = 6
        await pilot.pause()
        assert app.view.follow
        assert app.view.scroll_offset.y == app.view.max_scroll_y
        assert "line 49" in app.shown()


async def test_the_scrollbar_covers_no_text() -> None:
    app = Alone("abcdefghij" * 4)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.shown()[:3] == ["abcdefghijabcdefghij"] * 2 + [""]
        app.view.append("abcdefghij" * 38)
        await pilot.pause()
        assert app.view.show_vertical_scrollbar
        assert set(app.shown()) == {"abcdefghijabcdefghij", ""}


async def test_set_text_starts_at_the_beginning_unless_following() -> None:
    app = Alone(numbered(50))
    async with app.run_test() as pilot:
        app.view.focus()
        await pilot.press("up")
        app.view.set_text(numbered(60))
        await pilot.pause()
        assert app.view.scroll_offset.y == 0
        app.view.follow = True
        app.view.set_text(numbered(70))
        await pilot.pause()
        assert app.view.scroll_offset.y == app.view.max_scroll_y


async def test_a_short_text_leaves_the_keys_to_others() -> None:
    class Counting(Alone):
        BINDINGS: ClassVar = [("down", "count", "Count")]
        counted = 0

        def action_count(self) -> None:
            self.counted += 1

    app = Counting("short")
    async with app.run_test() as pilot:
        app.view.focus()
        await pilot.press("down")
        assert app.counted == 1


async def test_keys_can_be_replaced_by_their_ids() -> None:
    app = Alone(numbered(50))
    app.set_keymap({"output.scroll_home": "g"})
    async with app.run_test() as pilot:
        app.view.focus()
        await pilot.press("g")
        assert app.view.scroll_offset.y == 0
