"""How a download looks in a list."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rich.cells import cell_len, set_cell_size

from playground.domain.downloads import Progress, State
from playground.domain.terminal import visible
from playground.ui.catalog_line import shortened

_SIGNS: Mapping[State, str] = {
    "waiting": "…",
    "checking": "◌",
    "active": "▸",
    "retrying": "↻",
    "paused": "‖",
    "done": "✓",
    "failed": "✗",
    "cancelled": "■",
}
_WORDS: Mapping[State, str] = {
    "waiting": "waits for its turn",
    "checking": "looks at what is here",
    "active": "",
    "retrying": "tries again",
    "paused": "paused",
    "done": "whole and checked",
    "failed": "failed",
    "cancelled": "given up",
}
_BAR_CELLS = 10
_FIGURE_CELLS = 51
"""Of everything but the name, where bytes, rate and time left are at their longest."""


def download_line(one: Progress, width: int, room: int) -> str:
    """Sign, name in `room` cells, percents, and the figures or what it waits for.

    Where there is room a bar as well.
    """
    told = visible(one.detail) or _WORDS[one.state]
    figures = ", ".join(part for part in (told, one.figures()) if part)
    bar = _bar(one) if _has_bar(width) else ""
    name = set_cell_size(shortened(visible(one.name), room), room)
    return f" {_SIGNS[one.state]} {name} {one.percent:>3}% {bar}{figures}"


def name_room(progresses: Collection[Progress], width: int) -> int:
    """Cells for the names of some downloads in lines of this width."""
    longest = max((cell_len(visible(one.name)) for one in progresses), default=0)
    return max(
        8, min(longest, width - (_FIGURE_CELLS + _BAR_CELLS if _has_bar(width) else _FIGURE_CELLS))
    )


def download_mark(one: Progress) -> str:
    """Three cells for the catalog: percents while it moves, a sign where it stands still."""
    if one.moving:
        return f"{min(99, one.percent):>2}%"
    return f" {_SIGNS[one.state]} "


def _has_bar(width: int) -> bool:
    return width >= 100


def _bar(one: Progress) -> str:
    filled = one.percent * _BAR_CELLS // 100
    return "█" * filled + "░" * (_BAR_CELLS - filled) + "  "
