"""The grid of the compare screen: a cell for what each model answered to each prompt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from playground.domain.comparison import Answer, Comparison
from playground.domain.judgements import HIGHEST
from playground.domain.records import LaneRecord
from playground.domain.terminal import visible

_ROW_LINES = 4  # two of text, one of figures, one between
_MIN_COLUMN, _PROMPT = 22, 24
_EXCERPT = 400  # characters that two lines of any terminal may hold


class CompareGrid(Widget, can_focus=True):
    """Draws the cells in view; the arrows move, and go through the answers of a cell."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "compare-grid--head",
        "compare-grid--prompt",
        "compare-grid--quiet",
        "compare-grid--marked",
        "compare-grid--cursor",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1, 0)", show=False),
        Binding("down,j", "move(1, 0)", show=False),
        Binding("left,h", "move(0, -1)", show=False),
        Binding("right,l", "move(0, 1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,g", "edge(-1)", show=False),
        Binding("end,G", "edge(1)", show=False),
        Binding("comma", "walk(-1)", show=False),
        Binding("full_stop", "walk(1)", show=False),
    ]

    class Moved(Message):
        """Another answer is under the cursor."""

    def __init__(self) -> None:
        """Empty until `show`."""
        super().__init__()
        self._comparison: Comparison | None = None
        self._at = (0, 0)
        self._top = 0
        self._first = 0
        self._chosen: dict[tuple[int, int], int] = {}
        self.marked: list[LaneRecord] = []

    def show(self, comparison: Comparison) -> None:
        """Show this one; the cursor stays where it can."""
        self._comparison = comparison
        rows, columns = len(comparison.rows), len(comparison.columns)
        self._at = (min(self._at[0], max(0, rows - 1)), min(self._at[1], max(0, columns - 1)))
        places = {_key(answer.lane): answer.lane for answer in comparison.answers}
        self.marked = [places[_key(lane)] for lane in self.marked if _key(lane) in places]
        self._moved()

    @property
    def cell(self) -> Sequence[LaneRecord]:
        """The answers in the cell under the cursor."""
        if self._comparison is None or not self._comparison.rows:
            return ()
        return self._comparison.rows[self._at[0]].cells[self._at[1]]

    @property
    def current(self) -> Answer | None:
        """The answer under the cursor; None where the cell is empty."""
        cell = self.cell
        if self._comparison is None or not cell:
            return None
        row = self._comparison.rows[self._at[0]]
        return self._comparison.answer(row, cell[self._place(*self._at)])

    @property
    def label(self) -> str:
        """The model under the cursor."""
        comparison = self._comparison
        return comparison.columns[self._at[1]].label if comparison and comparison.columns else ""

    def toggle_mark(self) -> None:
        """Mark the answer under the cursor or unmark it; of three the first is unmarked."""
        answer = self.current
        if answer is None:
            return
        if answer.lane in self.marked:
            self.marked.remove(answer.lane)
        else:
            self.marked = [*self.marked, answer.lane][-2:]
        self.refresh()

    def action_move(self, down: int, right: int) -> None:
        """Go to a cell beside; the edges hold."""
        if self._comparison is None or not self._comparison.rows:
            return
        row = min(max(0, self._at[0] + down), len(self._comparison.rows) - 1)
        column = min(max(0, self._at[1] + right), len(self._comparison.columns) - 1)
        self._at = (row, column)
        self._moved()

    def action_page(self, step: int) -> None:
        """Go a page of prompts on, or with -1 back."""
        self.action_move(step * self._rows_shown, 0)

    def action_edge(self, step: int) -> None:
        """Go to the last prompt, or with -1 to the first."""
        if self._comparison is not None:
            self.action_move(step * len(self._comparison.rows), 0)

    def action_walk(self, step: int) -> None:
        """Go through the answers of the cell: samples and versions."""
        if self.cell:
            self._chosen[self._at] = (self._place(*self._at) + step) % len(self.cell)
            self._moved()

    def on_resize(self) -> None:
        """The cursor stays in view."""
        self._moved()

    def render_line(self, y: int) -> Strip:
        """One line: the names of the models, then the rows."""
        comparison, width = self._comparison, self.size.width
        if comparison is None or not comparison.rows:
            return Strip.blank(width, self.rich_style)
        if y == 0:
            return self._head(comparison)
        row, line = divmod(y - 1, _ROW_LINES)
        row += self._top
        if row >= len(comparison.rows) or line == _ROW_LINES - 1:
            return Strip.blank(width, self.rich_style)
        segments = [Segment(self._prompt(row, line), self._look("prompt"))]
        for column in self._columns_shown:
            segments += self._cell(row, column, line)
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _head(self, comparison: Comparison) -> Strip:
        parts = [set_cell_size("", self._prompt_width)]
        columns = self._columns_shown
        for column in columns:
            label = visible(comparison.columns[column].label)
            if column == columns[0] and column > 0:
                label = f"‹ {label}"
            if column == columns[-1] and column < len(comparison.columns) - 1:
                label = f"{set_cell_size(label, self._column_width - 4).rstrip()} ›"
            parts.append(set_cell_size(f" {label}", self._column_width))
        line = Segment("".join(parts), self._look("head"))
        return Strip([line]).adjust_cell_length(self.size.width, self.rich_style)

    def _prompt(self, row: int, line: int) -> str:
        assert self._comparison is not None
        asked = self._comparison.rows[row]
        variant = f"{asked.variant}: " if asked.variant else ""
        variant += f"turn {asked.turn}: " if asked.before else ""
        text = " ".join(visible(f"{asked.number} {variant}{asked.prompt[:_EXCERPT]}").split())
        room = self._prompt_width - 1
        return set_cell_size(_line(text, room, line, _ROW_LINES - 1), self._prompt_width)

    def _cell(self, row: int, column: int, line: int) -> list[Segment]:
        assert self._comparison is not None
        width = self._column_width
        here = self._comparison.rows[row].cells[column]
        look = "cursor" if (row, column) == self._at else ""
        if not here:
            text = "–" if line == 0 else ""
        else:
            place = self._place(row, column)
            lane = here[place]
            mark = lane in self.marked
            look = look or ("marked" if mark else "quiet" if line == 2 else "")
            if line == 2:
                text = _figures(lane, place, len(here), self.marked)
            else:
                said = lane.text if lane.error is None else f"! {lane.error}"
                words = " ".join(visible(said[:_EXCERPT]).split())
                text = _line(words, width - 2, line, 2)
        return [
            Segment(set_cell_size(f" {text}", width - 1), self._look(look)),
            Segment(" ", self.rich_style),
        ]

    def _look(self, name: str) -> Style:
        style = self.rich_style
        if name:
            style += self.get_component_rich_style(f"compare-grid--{name}")
        return style

    def _place(self, row: int, column: int) -> int:
        assert self._comparison is not None
        count = len(self._comparison.rows[row].cells[column])
        return min(self._chosen.get((row, column), count - 1), count - 1)

    @property
    def _prompt_width(self) -> int:
        return min(_PROMPT, max(12, self.size.width // 4))

    @property
    def _columns_room(self) -> int:
        """How many columns are in view."""
        count = len(self._comparison.columns) if self._comparison else 1
        room = max(1, (self.size.width - self._prompt_width) // _MIN_COLUMN)
        return max(1, min(count, room))

    @property
    def _column_width(self) -> int:
        return max(8, (self.size.width - self._prompt_width) // self._columns_room)

    @property
    def _columns_shown(self) -> range:
        return range(self._first, self._first + self._columns_room)

    @property
    def _rows_shown(self) -> int:
        """How many rows are whole in view."""
        return max(1, self.size.height // _ROW_LINES)

    def _moved(self) -> None:
        row, column = self._at
        self._top = min(max(self._top, row - self._rows_shown + 1), row)
        self._first = min(max(self._first, column - self._columns_room + 1), column)
        count = len(self._comparison.columns) if self._comparison else 0
        self._first = max(0, min(self._first, count - self._columns_room))
        self.refresh()
        self.post_message(self.Moved())


def _figures(lane: LaneRecord, place: int, count: int, marked: Sequence[LaneRecord]) -> str:
    parts = []
    if lane in marked:
        parts.append(f"[{marked.index(lane) + 1}]")
    if count > 1:
        parts.append(f"{place + 1}/{count}")
    if lane.rating is not None:
        parts.append(f"{lane.rating}/{HIGHEST}")
    if lane.note:
        parts.append("note")
    if lane.tokens_per_second is not None:
        parts.append(f"{lane.tokens_per_second:.0f} tok/s")
    parts.append(f"{lane.completion_tokens} tok")
    return "  ".join(parts)


def _line(text: str, room: int, line: int, lines: int) -> str:
    """One of some lines of a text, an ellipsis at the end of the last where it goes on."""
    rows = _wrapped(text, max(2, room), lines + 1)
    if line >= len(rows):
        return ""
    if line == lines - 1 and len(rows) > lines:
        return set_cell_size(rows[line], min(cell_len(rows[line]), max(1, room - 1))) + "…"
    return rows[line]


def _wrapped(text: str, room: int, most: int) -> list[str]:
    """At most so many lines, broken between words, and within those that are too long."""
    rows: list[str] = []
    for word in text.split():
        if rows and cell_len(rows[-1]) + 1 + cell_len(word) <= room:
            rows[-1] += f" {word}"
        else:
            rows += chop_cells(word, room)
        if len(rows) > most:
            break
    return rows


def _key(lane: LaneRecord) -> tuple[int, int, int]:
    return lane.run, lane.lane, lane.version
