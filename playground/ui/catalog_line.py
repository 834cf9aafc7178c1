"""One line of the catalog, for any width."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from playground.domain.catalog import CatalogEntry
from playground.domain.sizes import narrow
from playground.domain.terminal import visible

_ROOMY = 30
ELSEWHERE = "↗"
"""In the place of the fit: the prompt leaves this machine."""


def catalog_line(
    entry: CatalogEntry, place: int, fit: str, letter: str, width: int, *, mark: str = ""
) -> str:
    """Place in the selection, id, quantisation where there is room, size, fit, licence letter.

    `place` counts from 1, 0 is not selected; `mark` stands before what is not on this machine. The
    signs need no colour.
    """
    mark = f"[{place}]" if place else "[ ]" if entry.runnable else mark or " · "
    fit = ELSEWHERE if entry.endpoint else fit
    gap = " " if width >= _ROOMY else ""
    tail = f"{narrow(entry.size_bytes)} {fit}{gap}{letter}"
    room = max(4, width - cell_len(mark) - cell_len(tail) - 2)
    name = visible(entry.id)
    quantisation = visible(entry.quantisation)
    named = quantisation.casefold() in name.casefold()
    if quantisation and not named and cell_len(name) + cell_len(quantisation) < room:
        name = set_cell_size(name, room - cell_len(quantisation)) + quantisation
    return f"{mark} {set_cell_size(shortened(name, room), room)} {tail}"


def shortened(name: str, room: int) -> str:
    """The name in `room` cells: what gives way lies before the middle.

    The family stands in the heading; version, kind and file are at the end.
    """
    if cell_len(name) <= room:
        return name
    tail = name[-(room * 3 // 5) :]
    while cell_len(tail) > room * 3 // 5:
        tail = tail[1:]
    return set_cell_size(name, room - 1 - cell_len(tail)).rstrip() + "…" + tail
