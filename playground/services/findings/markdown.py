"""Findings as Markdown; plots are drawn with characters."""

from __future__ import annotations

from collections.abc import Sequence

from playground.domain.plots import bar_lines, scatter_lines
from playground.services.findings.pieces import (
    Bars,
    Grid,
    Heading,
    Paragraph,
    Piece,
    Points,
    Scatter,
    Verbatim,
)

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|"})


def render(pieces: Sequence[Piece]) -> str:
    """The whole document."""
    return "\n\n".join(map(_piece, pieces)) + "\n"


def _piece(piece: Piece) -> str:
    if isinstance(piece, Heading):
        return f"{'#' * piece.level} {_plain(piece.text)}"
    if isinstance(piece, Paragraph):
        return piece.text
    if isinstance(piece, Points):
        return "\n".join(f"* {_plain(item)}" for item in piece.items)
    if isinstance(piece, Grid):
        return _grid(piece)
    if isinstance(piece, Bars):
        bars = [(one.label, one.value, one.low, one.high) for one in piece.bars]
        return f"{piece.title}:\n\n{_fenced(chr(10).join(bar_lines(bars, 72)))}"
    if isinstance(piece, Scatter):
        dots = [(one.label, one.x, one.y) for one in piece.dots]
        lines = scatter_lines(dots, 72, 12, piece.x_title)
        return f"{piece.title}:\n\n{_fenced(chr(10).join(lines))}"
    assert isinstance(piece, Verbatim)
    return _fenced(piece.text)


def _plain(text: str) -> str:
    return text.translate(_SPECIAL)


def _fenced(text: str) -> str:
    """A fence longer than any in the text."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}text\n{text}\n{fence}"


def _grid(grid: Grid) -> str:
    lines = [
        "| " + " | ".join(_plain(cell) for cell in grid.header) + " |",
        "| --- |" + " ---: |" * (len(grid.header) - 1),
        *("| " + " | ".join(_plain(cell) for cell in row) + " |" for row in grid.rows),
    ]
    return "\n".join(lines)
