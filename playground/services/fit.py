"""Whether models fit into the memory of this machine, by their headers where those are at hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from playground.domain import fit as figures
from playground.domain.catalog import CatalogEntry
from playground.domain.fit import Fit, Shape
from playground.domain.runs import RunRequest
from playground.domain.sizes import words
from playground.services.memory import available_memory
from playground.services.modelfiles import ModelFileError, read_header

_FALLBACK_CONTEXT = 512  # what the engine takes where a file does not name its context
_FRESH_SECONDS = 2.0  # many models are judged in a row: what is free is asked once


class FitService:
    """Judges models; what their headers tell is read once, by `learn`."""

    def __init__(
        self, context_limit: int, *, available: Callable[[], int | None] = available_memory
    ) -> None:
        """`context_limit`: tokens to which contexts are cut; `available` tells the free bytes."""
        self._limit = context_limit
        self._available = available
        self._known: dict[str, tuple[Shape, int | None]] = {}
        self._free: int | None = None
        self._asked_at = -_FRESH_SECONDS

    def learn(self, entries: Iterable[CatalogEntry]) -> None:
        """Read the headers of installed files; takes a while. A file that cannot be read is left
        to the run, which says why.
        """
        for entry in entries:
            if entry.path is None or entry.path in self._known or Path(entry.path).is_dir():
                continue
            try:
                header = read_header(Path(entry.path))
            except ModelFileError:
                continue
            shape = figures.shape_of(header)
            if shape is not None:
                self._known[entry.path] = shape, header.context_length

    def fit(self, entry: CatalogEntry, context: int | None = None) -> Fit:
        """What a model needs with this context, by what is known now; opens no model file."""
        shape, trained = self._known.get(entry.path or "", (None, entry.context_length))
        if context is None:
            context = min(trained or _FALLBACK_CONTEXT, self._limit)
        if time.monotonic() - self._asked_at >= _FRESH_SECONDS:
            self._ask()
        return figures.fit(entry.size_bytes, shape or figures.guess(entry), context, self._free)

    def problems(self, request: RunRequest, *, loaded: Collection[str] = ()) -> list[str]:
        """Why the models of a run cannot all be in memory; empty where they can, or none can tell.

        `loaded` are the paths of the files that are in memory already.
        """
        entries = {
            lane.entry.path: lane.entry
            for lane in request.lanes
            if lane.entry.path is not None and lane.entry.path not in loaded
        }
        self.learn(entries.values())
        free = self._ask()
        fits = {entry.id: self.fit(entry, request.context_length) for entry in entries.values()}
        alone = [
            f"{id_} does not fit into memory: {one.parts()}, and {words(free)} are free."
            for id_, one in fits.items()
            if one.verdict == "no"
        ]
        if alone or free is None:
            return alone
        total = sum(one.total or 0 for one in fits.values())
        if total <= free:
            return []
        each = ", ".join(f"{id_} {words(one.total)}" for id_, one in fits.items())
        together = (
            f"These models do not fit into memory together: {each}; {words(total)} in all, and "
            f"{words(free)} are free. Run them one after another."
        )
        return [together]

    def _ask(self) -> int | None:
        self._free, self._asked_at = self._available(), time.monotonic()
        return self._free
