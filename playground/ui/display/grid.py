"""The grid of cells a terminal was last sent, and the bytes that bring it up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from playground.ui.display.pen import RESET, transition

# Repeating up to this many unchanged cells costs no more than the cursor move that skips them.
_JOINED_GAP = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of cells to show in one row."""

    y: int
    x: int
    text: list[str]
    """One string per cell; empty in the second cell of a wide character."""
    pens: list[str]
    """One pen per cell, as `pen.pen_of` makes them."""


class Grid:
    """What stands in each cell of a terminal of `width` x `height`, unknown at first."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._text: list[list[str | None]] = [[None] * width for _ in range(height)]
        self._pens: list[list[str | None]] = [[None] * width for _ in range(height)]

    def row(self, y: int) -> Piece:
        """What stands in a row; a cell that was never sent counts as a space after a reset."""
        text = [" " if cell is None else cell for cell in self._text[y]]
        return Piece(y, 0, text, [pen or RESET for pen in self._pens[y]])

    def update(self, pieces: Iterable[Piece]) -> str:
        """Take over `pieces` and return the sequences that show what differs; empty if nothing.

        The pen is expected to be reset before, and is reset after.
        """
        rows: dict[int, tuple[list[str | None], list[str | None]]] = {}
        for piece in pieces:
            if 0 <= piece.y < self.height and 0 <= piece.x < self.width:
                if (row := rows.get(piece.y)) is None:
                    row = self._text[piece.y].copy(), self._pens[piece.y].copy()
                    rows[piece.y] = row
                _lay(piece, *row)
        stretches: list[_Stretch] = []
        for y in sorted(rows):
            text, pens = rows[y]
            if text != self._text[y] or pens != self._pens[y]:
                for start, end in _runs(self._text[y], self._pens[y], text, pens):
                    stretches += _stretches(y, start, text[start:end], pens[start:end])
                self._text[y] = text
                self._pens[y] = pens
        return _shortest(stretches, self.width)


class _Stretch(NamedTuple):
    """Neighbouring cells of one pen, all of them known."""

    y: int
    x: int
    text: list[str | None]
    pen: str


def _stretches(
    y: int, x: int, text: list[str | None], pens: list[str | None]
) -> Iterator[_Stretch]:
    """Cut a run of cells where the pen changes."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or pens[at] != pens[start]:
            yield _Stretch(y, x + start, text[start:at], pens[start] or RESET)
            start = at


def _shortest(stretches: list[_Stretch], width: int) -> str:
    """The sequences for `stretches` from top to bottom or pen by pen, whichever is shorter.

    A scrollbar beside text costs a change of colours on each row one way, and one more cursor
    move on each row the other way.
    """
    pens = {pen: order for order, pen in reversed(list(enumerate(s.pen for s in stretches)))}
    downwards = _written(stretches, width)
    if len(pens) < 2:
        return downwards
    by_pen = _written(sorted(stretches, key=lambda stretch: pens[stretch.pen]), width)
    return min(downwards, by_pen, key=len)


def _written(stretches: list[_Stretch], width: int) -> str:
    writer = _Writer(width)
    for stretch in stretches:
        writer.write(stretch)
    return writer.finish()


def _lay(piece: Piece, text: list[str | None], pens: list[str | None]) -> None:
    """Put a piece into a row, blanking the half a wide character keeps outside the piece."""
    start = piece.x
    end = min(start + len(piece.text), len(text))
    if start == end:
        return
    if start and text[start] == "":
        text[start - 1] = " "
    if end < len(text) and text[end] == "":
        text[end] = " "
    text[start:end] = piece.text[: end - start]
    pens[start:end] = piece.pens[: end - start]
    if end - start < len(piece.text) and piece.text[end - start] == "":
        text[end - 1] = " "


def _runs(
    old_text: list[str | None],
    old_pens: list[str | None],
    text: list[str | None],
    pens: list[str | None],
) -> Iterator[tuple[int, int]]:
    """The (start, end) columns to send: what differs, joined over short gaps in the same pen."""
    start = end = -1
    for x, (old_cell, old_pen, cell, pen) in enumerate(
        zip(old_text, old_pens, text, pens, strict=True)
    ):
        if cell == old_cell and pen == old_pen:
            if cell == "" and x == end:
                # The second half of a wide character goes with the first, which differs.
                end = x + 1
            continue
        if start < 0:
            start = x
        elif x > end and not _joins(text, pens, end, x):
            yield start, end
            start = x
        end = x + 1
    if start >= 0:
        yield start, end


def _joins(text: list[str | None], pens: list[str | None], start: int, end: int) -> bool:
    """Whether sending the unchanged cells `start` to `end` again is cheaper than a move."""
    if end - start > _JOINED_GAP or pens[start - 1 : end].count(pens[end]) != end - start + 1:
        return False
    return all(cell is not None and len(cell) == 1 and cell.isascii() for cell in text[start:end])


class _Writer:
    """Collects sequences, keeping track of the cursor and the pen of the terminal."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._parts: list[str] = []
        self._pen = RESET
        self._y = -1
        self._x = -1

    def write(self, stretch: _Stretch) -> None:
        """Show cells of one pen; after a cluster, which terminals measure differently, aim anew."""
        y, x, text, pen = stretch
        self._move(y, x)
        self._parts.append(transition(self._pen, pen))
        self._pen = pen
        for at, cell in enumerate(text):
            if cell:
                if self._x < 0:
                    self._move(y, x + at)
                self._parts.append(cell)
                if len(cell) > 1:
                    self._x = -1
        if self._x >= 0:
            self._x = x + len(text)
        if self._x >= self._width:
            # Terminals differ on where the cursor stands after the last column.
            self._x = -1

    def finish(self) -> str:
        """Everything collected, ending with the pen reset."""
        if self._parts:
            self._parts.append(transition(self._pen, RESET))
        return "".join(self._parts)

    def _move(self, y: int, x: int) -> None:
        """Put the cursor at a cell, by the shortest move that does not depend on the terminal."""
        if y == self._y and x == self._x:
            return
        if y == self._y and 0 <= self._x < x:
            distance = x - self._x
            self._parts.append(f"\x1b[{distance}C" if distance > 1 else "\x1b[C")
        else:
            self._parts.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        self._y, self._x = y, x
