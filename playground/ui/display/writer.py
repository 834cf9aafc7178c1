"""The shortest sequences found that show stretches of cells on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from playground.ui.display.pen import RESET, blanks_alike, transition

# From these numbers of spaces on, to erase cells (ECH) is shorter than to write them: at the end of
# a stretch it takes about five bytes, before more text a cursor move as well.
_BLANK = re.compile(" {6,}$| {11,}")


class Stretch(NamedTuple):
    """Neighbouring cells of one pen, all of them known."""

    y: int
    x: int
    text: list[str | None]
    pen: str


def stretches(y: int, x: int, text: list[str | None], pens: list[str | None]) -> Iterator[Stretch]:
    """Cut a run of cells where the pen changes."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or pens[at] != pens[start]:
            yield Stretch(y, x + start, text[start:at], pens[start] or RESET)
            start = at


def shortest(
    parts: list[Stretch], width: int, pen: str | None, *, erases: bool
) -> tuple[str, str | None]:
    """The sequences for `parts`, and the pen they leave: top to bottom, or if shorter pen by pen.

    A scrollbar beside text costs a change of colours on each row one way, and one more cursor
    move on each row the other way. `pen` is the terminal's before, None where nobody knows;
    `erases` that it erases with the pen's background.
    """
    pens = {one: order for order, one in reversed(list(enumerate(part.pen for part in parts)))}
    downwards = _written(parts, width, pen, erases=erases)
    if len(pens) < 2:
        return downwards
    by_pen = sorted(parts, key=lambda part: pens[part.pen])
    return min(
        downwards, _written(by_pen, width, pen, erases=erases), key=lambda found: len(found[0])
    )


def _written(
    parts: list[Stretch], width: int, pen: str | None, *, erases: bool
) -> tuple[str, str | None]:
    writer = _Writer(width, pen, erases=erases)
    for part in parts:
        writer.write(part)
    return "".join(writer.parts), writer.pen


class _Writer:
    """Collects sequences, keeping track of the cursor and the pen of the terminal."""

    def __init__(self, width: int, pen: str | None, *, erases: bool) -> None:
        self.parts: list[str] = []
        self.pen = pen
        self._width = width
        self._erases = erases
        self._y = -1
        self._x = -1
        # Terminals differ on the width of some characters: after those the column is good for a
        # move along the row at most, which goes wrong no further than the row.
        self._sure = True

    def write(self, stretch: Stretch) -> None:
        """Show cells of one pen."""
        y, x, text, pen = stretch
        self._move(y, x)
        self.parts.append(transition(self.pen, pen))
        self.pen = pen
        if all(cell is not None and len(cell) == 1 for cell in text):
            self._write_plain(y, x, "".join(map(str, text)), erase=self._erases)
        else:
            self._write_cells(y, x, text)
        if self._x >= self._width:
            # Terminals differ on where the cursor stands after the last column.
            self._x = -1

    def _write_plain(self, y: int, x: int, text: str, *, erase: bool) -> None:
        """Write one code point per cell, erasing what is to be blank."""
        done = 0
        if erase and blanks_alike(self.pen or RESET):
            for blank in _BLANK.finditer(text):
                start, end = blank.span()
                self._put(y, x + done, text[done:start])
                self._move(y, x + start)
                self.parts.append(f"\x1b[{end - start}X")
                done = end
        if done < len(text):
            self._put(y, x + done, text[done:])

    def _put(self, y: int, x: int, text: str) -> None:
        if text:
            self._move(y, x)
            self.parts.append(text)
            self._x = x + len(text)
            self._sure = self._sure and text.isascii()

    def _write_cells(self, y: int, x: int, text: list[str | None]) -> None:
        """Write wide characters and clusters; after a cluster aim anew."""
        self._sure = False
        for at, cell in enumerate(text):
            if cell:
                if self._x < 0:
                    self._move(y, x + at)
                self.parts.append(cell)
                if len(cell) > 1:
                    self._x = -1
        if self._x >= 0:
            self._x = x + len(text)

    def _move(self, y: int, x: int) -> None:
        """Put the cursor at a cell, by the shortest move that does not depend on the terminal."""
        if y == self._y and x == self._x:
            return
        moves = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"]
        if self._x >= 0 and (y == self._y or self._sure):
            moves.append(_down(y - self._y) + _along(x - self._x))
        if y == self._y + 1 and self._y >= 0:
            moves.append("\r\n" + _along(x))
        move = min(moves, key=len)
        self._sure = self._sure or y != self._y or move is moves[0]
        self.parts.append(move)
        self._y, self._x = y, x


def _down(rows: int) -> str:
    """Move down, or by a negative number up; never past the margins, which would scroll."""
    if abs(rows) < 2:
        return ("", "\x1bD", "\x1bM")[rows]  # IND and RI
    return f"\x1b[{abs(rows)}{'B' if rows > 0 else 'A'}"


def _along(cells: int) -> str:
    """Move to the right, or by a negative number to the left."""
    if -4 < cells <= 0:
        return "\b" * -cells
    return f"\x1b[{abs(cells) if abs(cells) > 1 else ''}{'C' if cells > 0 else 'D'}"
