"""The grid of cells a terminal was last sent, and what of new cells differs from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from playground.ui.display.pen import RESET
from playground.ui.display.writer import Stretch, shortest, stretches

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
    """What stands in each cell of a terminal of `width` x `height`, unknown at first, and its pen.

    The pen stays as the last update left it: a stream of text keeps its colours, and to set them
    anew in each frame would cost more than the text.
    """

    def __init__(self, width: int, height: int, *, erases: bool = True) -> None:
        """`erases` tells that the terminal erases cells with the background of the pen."""
        self.width = width
        self.height = height
        self._erases = erases
        self._pen: str | None = None
        self._text: list[list[str | None]] = [[None] * width for _ in range(height)]
        self._pens: list[list[str | None]] = [[None] * width for _ in range(height)]

    def row(self, y: int) -> Piece:
        """What stands in a row; a cell that was never sent counts as a space after a reset."""
        text = [" " if cell is None else cell for cell in self._text[y]]
        return Piece(y, 0, text, [pen or RESET for pen in self._pens[y]])

    def update(self, pieces: Iterable[Piece]) -> str:
        """Take over `pieces` and return the sequences that show what differs; empty if nothing."""
        rows: dict[int, tuple[list[str | None], list[str | None]]] = {}
        for piece in pieces:
            if 0 <= piece.y < self.height and 0 <= piece.x < self.width:
                if (row := rows.get(piece.y)) is None:
                    row = self._text[piece.y].copy(), self._pens[piece.y].copy()
                    rows[piece.y] = row
                _lay(piece, *row)
        runs: list[Stretch] = []
        for y in sorted(rows):
            text, pens = rows[y]
            if text != self._text[y] or pens != self._pens[y]:
                for start, end in _runs(self._text[y], self._pens[y], text, pens):
                    runs += stretches(y, start, text[start:end], pens[start:end])
                self._text[y] = text
                self._pens[y] = pens
        sequences, self._pen = shortest(runs, self.width, self._pen, erases=self._erases)
        return sequences


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
