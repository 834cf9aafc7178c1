from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from playground.domain.catalog import CatalogEntry
from playground.domain.fit import Fit
from playground.domain.licenses import resolve
from playground.services.catalog import load_licenses
from playground.ui.panes.catalog import CatalogPane
from playground.ui.styles import style_sheets
from playground.ui.widgets.filter_line import FilterLine
from playground.ui.widgets.row_list import Line, RowList
from tests.domain.entries import entry

MODELS = (
    entry("alpha", family="first", size_bytes=1_000_000_000),
    entry("bravo", family="first", size_bytes=9_000_000_000, license="llama2"),
    entry("charlie", family="second", path=None),
    entry("delta", family="second", license="cc-by-nc-4.0", size_bytes=None),
)


def judge(one: CatalogEntry) -> Fit:
    small = (one.size_bytes or 0) < 2_000_000_000
    return Fit("ok" if small else "no", one.size_bytes, 0, 0, 512, 10**9, estimated=False)


class Alone(App[None]):
    """The pane and the messages it posts."""

    def __init__(self, models: Sequence[CatalogEntry] = MODELS, **rest: Any) -> None:
        super().__init__(css_path=style_sheets())
        self.models = models
        self.rest = rest
        self.posted: list[object] = []

    def compose(self) -> ComposeResult:
        yield CatalogPane(lambda id_: resolve(load_licenses(), id_), judge)

    def on_mount(self) -> None:
        self.pane.show(self.models, **self.rest)
        self.set_focus(self.rows)

    def on_catalog_pane_chosen(self, event: CatalogPane.Chosen) -> None:
        self.posted.append([one.id for one in event.entries])

    def on_catalog_pane_missing(self, event: CatalogPane.Missing) -> None:
        self.posted.append(f"missing {event.entry.id}")

    @property
    def pane(self) -> CatalogPane:
        return self.query_one(CatalogPane)

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    def lines(self) -> list[str]:
        """What stands in the list, without the empty lines below."""
        height = self.rows.size.height
        found = [self.rows.render_line(y).text.rstrip() for y in range(height)]
        return [line for line in found if line]

    def at(self) -> str:
        """The model under the cursor."""
        focused = self.pane.focused_entry
        return focused.id if focused else ""


def shown(widget: Widget) -> bool:
    return widget.display


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_families_stay_together_and_what_is_installed_comes_first() -> None:
    app = Alone()
    async with app.run_test(size=(36, 20)):
        assert [line.split()[0 if line[1] != "·" else 1] for line in app.lines()] == [
            "first",
            "[",
            "[",
            "second",
            "[",
            "second",
            "charlie",
        ]
        assert app.at() == "alpha"


@pytest.mark.parametrize("width", [26, 36, 60])
async def test_a_line_shows_size_fit_and_licence_at_every_width(width: int) -> None:
    app = Alone()
    async with app.run_test(size=(width, 20)):
        lines = app.lines()
        gap = " " if width >= 30 else ""
        assert lines[1].endswith(f"1.0G +{gap}P")
        assert lines[2].endswith(f"9.0G -{gap}C")
        assert lines[4].endswith(f"? +{gap}N")
        assert lines[6].startswith(" ·  charlie")
        assert all(cell_len(line) <= width for line in lines)
        assert ("Q8_0" in lines[1]) is (width >= 26)


async def test_selected_models_show_their_place_in_the_order() -> None:
    app = Alone()
    async with app.run_test(size=(36, 20)) as pilot:
        await press(pilot, "down", "space", "up", "enter", "G", "space")
        assert app.posted == [["bravo"], ["bravo", "alpha"], "missing charlie"]
        assert [line[:3] for line in app.lines()[1:3]] == ["[2]", "[1]"]
        await press(pilot, "g", "down", "space")
        assert [line[:3] for line in app.lines()[1:3]] == ["[1]", "[ ]"]


async def test_the_cursor_begins_on_what_is_selected() -> None:
    app = Alone(chosen=MODELS[1:3])
    async with app.run_test(size=(36, 20)) as pilot:
        await pilot.pause()
        assert app.at() == MODELS[1].id
        app.pane.show(MODELS)
        assert app.at() == MODELS[1].id


@pytest.mark.parametrize(("later", "earlier"), [("J", "K"), (">", "<")])
async def test_the_order_can_be_changed(later: str, earlier: str) -> None:
    names = {">": "greater_than_sign", "<": "less_than_sign"}
    later, earlier = names.get(later, later), names.get(earlier, earlier)
    app = Alone(chosen=MODELS[:2])
    async with app.run_test(size=(36, 20)) as pilot:
        await press(pilot, later, later)
        assert [one.id for one in app.pane.chosen] == ["bravo", "alpha"]
        await press(pilot, earlier, earlier)
        assert [one.id for one in app.pane.chosen] == ["alpha", "bravo"]
        assert app.posted == [["bravo", "alpha"], ["alpha", "bravo"]]
        await press(pilot, "down", "down", earlier)
        assert len(app.posted) == 2, "delta is not selected"


async def test_the_filter_narrows_the_list_with_every_key() -> None:
    app = Alone()
    async with app.run_test(size=(36, 20)) as pilot:
        await press(pilot, "slash", "b", "r")
        assert app.lines()[0].strip() == "first"
        assert len(app.lines()) == 2
        assert app.at() == "bravo"
        assert app.pane.border_title == "Models 1 /br"
        await press(pilot, "enter")
        assert app.focused is app.rows
        assert not app.query_one(FilterLine).display
        assert app.pane.border_title == "Models 1 /br"
        await press(pilot, "slash", "x", "escape")
        assert app.focused is app.rows
        assert not app.query_one(FilterLine).display
        assert app.pane.border_title == "Models"
        assert [app.at(), len(app.lines())] == ["alpha", 7]
        await press(pilot, "slash", *"fits:yes", "enter")
        assert [app.at(), len(app.lines())] == ["alpha", 6]
        await press(pilot, "backspace")
        assert app.pane.border_title == "Models"
        assert len(app.lines()) == 7


async def test_keys_typed_ahead_end_up_in_the_filter_and_behind_it_in_the_list() -> None:
    app = Alone()
    async with app.run_test(size=(36, 20)) as pilot:
        for key in ("slash", *"bravo", "enter", "space"):
            await app._press_keys([key])
        await pilot.pause()
        assert app.pane.filter_text == "bravo"
        assert [one.id for one in app.pane.chosen] == ["bravo"]


async def test_the_cursor_moves_while_the_filter_is_typed() -> None:
    app = Alone()
    async with app.run_test(size=(36, 20)) as pilot:
        await press(pilot, "slash", "a", "down")
        assert isinstance(app.focused, FilterLine)
        assert app.at() == "bravo"


async def test_a_filter_that_is_not_understood_says_why_and_changes_nothing() -> None:
    app = Alone()
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "slash", *"alpha ")
        await press(pilot, *"fit:no")
        note = app.query_one("#filter-problem", Static)
        assert shown(note)
        assert str(note.content).startswith("Did you mean fits? There is no key fit")
        assert app.pane.filter_text == "alpha fit"
        await press(pilot, *["backspace"] * 6)
        assert not shown(note)
        assert app.at() == "alpha"


async def test_nothing_left_is_said() -> None:
    app = Alone()
    async with app.run_test(size=(36, 20)) as pilot:
        await press(pilot, "slash", "x", "y", "enter", "space", "J")
        assert app.lines()[0].strip() == "No model is like that."
        assert app.pane.focused_entry is None
        assert app.posted == []


async def test_l_goes_through_the_classes_of_licences() -> None:
    app = Alone()
    async with app.run_test(size=(60, 20)) as pilot:
        seen = []
        for _ in range(5):
            await press(pilot, "l")
            seen.append((app.pane.filter_text, app.at()))
        assert seen == [
            ("class:permissive", "alpha"),
            ("class:conditions", "bravo"),
            ("class:non-commercial", "delta"),
            ("class:unknown", ""),
            ("", "alpha"),
        ]


async def test_models_used_last_lead_their_family() -> None:
    app = Alone(recent=["delta", "bravo"])
    async with app.run_test(size=(36, 20)):
        assert app.at() == "bravo"
        assert "alpha" in app.lines()[2]


async def test_showing_more_keeps_the_cursor_and_the_selection() -> None:
    app = Alone(MODELS[:2])
    async with app.run_test(size=(36, 20)) as pilot:
        await press(pilot, "down", "space")
        app.pane.show(MODELS)
        await pilot.pause()
        assert app.at() == "bravo"
        assert [one.id for one in app.pane.chosen] == ["bravo"]


async def test_two_files_of_one_name_are_two_rows() -> None:
    twins = (entry("same.gguf", path="/a/same.gguf"), entry("same.gguf", path="/b/same.gguf"))
    app = Alone(twins)
    async with app.run_test(size=(36, 20)) as pilot:
        await press(pilot, "space", "down", "space")
        assert [one.path for one in app.pane.chosen] == ["/a/same.gguf", "/b/same.gguf"]


async def test_a_new_width_lays_the_lines_out_anew_and_keeps_everything() -> None:
    app = Alone()
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, "down", "space", "slash", "b", "enter")
        await pilot.resize_terminal(26, 20)
        await pilot.pause()
        assert app.pane.filter_text == "b"
        assert app.lines()[1] == "[1] bravo     Q8_0 9.0G -C"


async def test_only_lines_in_view_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    models = [entry(f"model-{number}") for number in range(10_000)]
    app = Alone(models)
    async with app.run_test(size=(36, 20)) as pilot:
        line = app.rows._draw

        def draw(key: str, width: int) -> Line:
            drawn.append(key)
            return line(key, width)

        monkeypatch.setattr(app.rows, "_draw", draw)
        await press(pilot, "G")
        assert app.rows.scroll_offset.y > 9_900
        assert 0 < len(drawn) <= 3 * 20
        drawn.clear()
        await press(pilot, "up")
        assert 0 < len(drawn) <= 4, "a move draws the two lines that changed"
