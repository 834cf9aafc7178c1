"""What Textual's compositor hands to the display, read as pieces of the grid.

This module and `application` are the only places that know Textual's private names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.color import ColorSystem
from rich.console import Console
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from playground.ui.cells import cells
from playground.ui.display.grid import Piece
from playground.ui.display.pen import pen_of


class Prepared(CompositorUpdate):
    """An update whose sequences are already made; the stock display places the cursor after it."""

    def __init__(self, sequences: str) -> None:
        self._sequences = sequences

    def render_segments(self, console: Console) -> str:  # noqa: ARG002 (Textual's signature)
        """The sequences, as they are."""
        return self._sequences


def pieces_of(update: object, color_system: ColorSystem) -> Iterator[Piece] | None:
    """The cells an update shows, or None for a kind of update that only the stock display knows."""
    if isinstance(update, LayoutUpdate):
        return _layout_pieces(update, color_system)
    if isinstance(update, ChopsUpdate):
        return _chops_pieces(update, color_system)
    return None


def _layout_pieces(update: LayoutUpdate, color_system: ColorSystem) -> Iterator[Piece]:
    for y, strips in enumerate(update.strips, update.region.y):
        yield _piece(y, update.region.x, strips, color_system)


def _chops_pieces(update: ChopsUpdate, color_system: ColorSystem) -> Iterator[Piece]:
    """Every chop that a span touches, whole: cells outside the span are rendered all the same."""
    for y, start, end in update.spans:
        ends = update.chop_ends[y]
        for chop_end, (x, strip) in zip(ends, update.chops[y].items(), strict=False):
            if strip is not None and x < end and chop_end > start:
                yield _piece(y, x, (strip,), color_system)


def _piece(y: int, x: int, strips: Iterable[Strip], color_system: ColorSystem) -> Piece:
    text: list[str] = []
    pens: list[str] = []
    for strip in strips:
        for segment_text, style, control in strip:
            if not control:
                row = cells(segment_text)
                text += row
                pens += [pen_of(style, color_system)] * len(row)
    return Piece(y, x, text, pens)
