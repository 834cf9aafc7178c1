"""A compositor that renders, of each widget, only the lines that are shown anew.

Textual's own renders every line of every widget that meets the rectangle around all changes: four
lanes that write a word each cost four whole lanes, and all that lies between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import cast

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip

Chops = list[dict[int, Strip | None]]


class LeanCompositor(Compositor):
    """Does the same work as its base for a full update, and far less for a partial one.

    The pieces of a line that no change touches are left out; the differential display takes only
    those that one touches.
    """

    def render_partial_update(self) -> ChopsUpdate | None:
        """The pieces of lines that the dirty regions touch; None where nothing is dirty."""
        screen = self.size.region
        dirty = [part for one in self._dirty_regions if (part := one.intersection(screen))]
        self._dirty_regions.clear()
        if not dirty:
            return None
        spans = list(self._regions_to_spans(dirty))
        cuts = self.cuts
        chops: Chops = [{} for _ in cuts]
        missing = 0
        for y, start, end in spans:
            edges = cuts[y]
            for left, right in pairwise(edges):
                if left < end and right > start and left not in chops[y]:
                    chops[y][left] = None
                    missing += 1
        self._fill(chops, dirty, missing)
        ends = [
            [edges[edges.index(x) + 1] for x in line]
            for edges, line in zip(cuts, chops, strict=True)
        ]
        return ChopsUpdate(cast("Sequence[Mapping[int, Strip | None]]", chops), spans, ends)

    def _fill(self, chops: Chops, dirty: Sequence[Region], missing: int) -> None:
        """Render from front to back until every piece is there."""
        for widget, (region, clip) in self.visible_widgets.items():
            if not missing:
                return
            seen = region.intersection(clip)
            if not any(map(seen.overlaps, dirty)):
                continue
            wanted = {
                y: pieces
                for y in seen.line_range
                if (
                    pieces := [
                        x for x, one in chops[y].items() if one is None and x in seen.column_range
                    ]
                )
            }
            if not wanted:
                continue
            top, bottom = min(wanted), max(wanted) + 1
            strips = widget.render_lines(
                Region(seen.x - region.x, top - region.y, seen.width, bottom - top)
            )
            for y, pieces in wanted.items():
                edges = self.cuts[y]
                for x in pieces:
                    end = edges[edges.index(x) + 1]
                    chops[y][x] = strips[y - top].crop(x - seen.x, end - seen.x)
                missing -= len(pieces)
