"""A list of many one-line rows under headings, drawn line by line as they come into view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip


class Row(NamedTuple):
    """One line: a heading, or something the cursor can stand on."""

    id: str
    """Empty for a heading."""
    heading: str = ""


class Line(NamedTuple):
    """How a row looks."""

    text: str
    look: str = ""
    """Empty, "chosen" or "away"."""


class RowList(ScrollView, can_focus=True):
    """Shows rows; only lines in view are drawn, so that ten thousand cost no more than ten."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--heading",
        "row-list--away",
        "row-list--chosen",
        "row-list--cursor",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,g", "edge(1)", show=False),
        Binding("end,G", "edge(-1)", show=False),
        Binding("enter", "press", show=False),
    ]

    @dataclass
    class Moved(Message):
        """The cursor came to a row."""

        id: str

    @dataclass
    class Pressed(Message):
        """Enter was pressed on a row."""

        id: str

    def __init__(self, draw: Callable[[str, int], Line]) -> None:
        """`draw` gives the line of a row by its id, for a width in cells."""
        super().__init__()
        self._draw = draw
        self._rows: Sequence[Row] = ()
        self._cursor = -1

    @property
    def cursor(self) -> str:
        """The id of the row under the cursor; empty where there is none."""
        return self._rows[self._cursor].id if 0 <= self._cursor < len(self._rows) else ""

    def show(self, rows: Sequence[Row], *, cursor: str = "") -> None:
        """Show these rows; the cursor goes to `cursor`, or to the first it can stand on."""
        before = self.cursor
        self._rows = rows
        places = (at for at, row in enumerate(rows) if row.id and row.id == cursor)
        first = (at for at, row in enumerate(rows) if row.id)
        self._cursor = next(places, next(first, -1))
        self.virtual_size = Size(self._width, len(rows))
        self._reveal()
        self.refresh()
        if self.cursor and self.cursor != before:
            self.post_message(self.Moved(self.cursor))

    def redraw(self, *ids: str) -> None:
        """Draw these rows anew, or all in view where none is named."""
        if not ids:
            self.refresh()
        for at in range(self.scroll_offset.y, self.scroll_offset.y + self.size.height):
            if at < len(self._rows) and self._rows[at].id in ids:
                self.refresh_line(at)

    def on_resize(self) -> None:
        """Lines follow the width, the view follows the cursor."""
        self.virtual_size = Size(self._width, len(self._rows))
        self._reveal()

    def action_move(self, step: int) -> None:
        """Go to the next row, or with -1 to the one before; round the ends."""
        for distance in range(1, len(self._rows) + 1):
            at = (self._cursor + step * distance) % len(self._rows)
            if self._rows[at].id:
                self._go(at)
                return

    def action_page(self, step: int) -> None:
        """Go a page further, or with -1 back."""
        wanted = self._cursor + step * max(1, self.size.height - 1)
        self._go_near(max(0, min(len(self._rows) - 1, wanted)), step)

    def action_edge(self, step: int) -> None:
        """Go to the first row, or with -1 to the last."""
        self._go_near(0 if step > 0 else len(self._rows) - 1, step)

    def action_press(self) -> None:
        """Enter on the row under the cursor."""
        if self.cursor:
            self.post_message(self.Pressed(self.cursor))

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        at = y + self.scroll_offset.y
        width = self._width
        if at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[at]
        line = self._draw(row.id, width) if row.id else Line(f" {row.heading}", "heading")
        style = self.rich_style
        if line.look:
            style = self.get_component_rich_style(f"row-list--{line.look}")
        if at == self._cursor:
            style += self.get_component_rich_style("row-list--cursor")
        return Strip([Segment(set_cell_size(line.text, width), style)], width)

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    def _go_near(self, at: int, step: int) -> None:
        """Go to the row at `at`, or where that is a heading to the next one in the direction."""
        for direction in (step, -step):
            place = at
            while 0 <= place < len(self._rows):
                if self._rows[place].id:
                    self._go(place)
                    return
                place += direction

    def _go(self, at: int) -> None:
        if at == self._cursor:
            return
        before, self._cursor = self._cursor, at
        self.refresh_line(before)
        self.refresh_line(at)
        self._reveal()
        self.post_message(self.Moved(self.cursor))

    def _reveal(self) -> None:
        """Scroll the cursor into view, with the heading above it.

        By two thirds of a page at a time: to move up by a row paints every row anew.
        """
        top, bottom, page = self._cursor, self._cursor, self.size.height
        while top > 0 and not self._rows[top - 1].id:
            top -= 1
        if top < 0 or page < 1:
            return
        at = self.scroll_offset.y
        if top < at:
            at = max(0, min(top, bottom - page * 2 // 3))
        elif bottom >= at + page:
            at = min(top, bottom - page // 3)
        self.scroll_to(y=at, animate=False, immediate=True, force=True)
