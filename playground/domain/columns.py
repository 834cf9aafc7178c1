"""Rows of cells set in columns, for people to read."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

_GAP = "  "
_NARROWEST = 12
"""Characters; a column is never made narrower than this, or than it is."""


def columns(rows: Sequence[Sequence[str]], room: int = 0) -> str:
    """A line for each row; where they have more than `room` characters, cells wrap.

    The widest columns give way first, and the first column, by which a row is named, only where
    the others cannot. 0 is any room, and where even the narrowest columns do not fit nothing is
    wrapped: whoever reads it can make the window wider.
    """
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    left = room - len(_GAP) * (len(widths) - 1)
    if room and _least(widths[1:]) + widths[0] <= left:
        widths = [widths[0], *_narrowed(widths[1:], left - widths[0])]
    elif room and _least(widths) <= left:
        widths = _narrowed(widths, left)
    return "".join(_lines(row, widths) for row in rows)


def _least(widths: Sequence[int]) -> int:
    return sum(min(width, _NARROWEST) for width in widths)


def _narrowed(widths: Sequence[int], room: int) -> list[int]:
    """The widths that fit, the widest ones cut to a common measure."""
    found = list(widths)
    while sum(found) > room:
        widest = max(found)
        below = max((width for width in found if width < widest), default=0)
        equal = found.count(widest)
        cut = min(widest - below, -(-(sum(found) - room) // equal))
        found = [width - cut if width == widest else width for width in found]
    return found


def _lines(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    lines = []
    for at in range(max(map(len, cells))):
        parts = (
            (cell[at] if at < len(cell) else "").ljust(width)
            for cell, width in zip(cells, widths, strict=True)
        )
        lines.append(_GAP.join(parts).rstrip() + "\n")
    return "".join(lines)


def _wrapped(cell: str, width: int) -> list[str]:
    if len(cell) <= width:
        return [cell]
    return textwrap.wrap(cell, width, break_on_hyphens=False) or [""]
