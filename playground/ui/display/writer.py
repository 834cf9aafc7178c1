"""The shortest sequences found that show stretches of cells on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from playground.ui.display.pen import RESET, transition


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


def shortest(parts: list[Stretch], width: int) -> str:
    """The sequences for `parts` from top to bottom or pen by pen, whichever is shorter.

    A scrollbar beside text costs a change of colours on each row one way, and one more cursor
    move on each row the other way.
    """
    pens = {pen: order for order, pen in reversed(list(enumerate(part.pen for part in parts)))}
    downwards = _written(parts, width)
    if len(pens) < 2:
        return downwards
    by_pen = _written(sorted(parts, key=lambda part: pens[part.pen]), width)
    return min(downwards, by_pen, key=len)


def _written(parts: list[Stretch], width: int) -> str:
    writer = _Writer(width)
    for part in parts:
        writer.write(part)
    return writer.finish()


class _Writer:
    """Collects sequences, keeping track of the cursor and the pen of the terminal."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._parts: list[str] = []
        self._pen = RESET
        self._y = -1
        self._x = -1

    def write(self, stretch: Stretch) -> None:
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
