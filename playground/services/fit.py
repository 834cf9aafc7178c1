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
        self._needs: dict[tuple[str, str | None, int | None], figures.Need] = {}
        """What was worked out: by id, path and context of a model."""
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
                self._needs.clear()

    def fit(self, entry: CatalogEntry, context: int | None = None) -> Fit:
        """What a model needs with this context, by what is known now; opens no model file."""
        key = entry.id, entry.path, context
        needed = self._needs.get(key)
        if needed is None:
            shape, trained = self._shape(entry)
            tokens = min(trained or _FALLBACK_CONTEXT, self._limit) if context is None else context
            needed = self._needs[key] = figures.need(shape, tokens)
        if time.monotonic() - self._asked_at >= _FRESH_SECONDS:
            self._ask()
        return figures.judged(entry.size_bytes, needed, self._free)

    def _shape(self, entry: CatalogEntry) -> tuple[Shape | None, int | None]:
        """The shape of a model, guessed where its header was not read, and its context."""
        shape, trained = self._known.get(entry.path or "", (None, entry.context_length))
        return shape or figures.guess(entry), trained

    def problems(
        self,
        request: RunRequest,
        *,
        loaded: Collection[str] = (),
        others: Iterable[CatalogEntry] = (),
    ) -> list[str]:
        """Why models of a run do not fit into memory; empty where each does, or none can tell.

        Models that fit alone but not together run in turn. `loaded` are the paths of the files that
        are in memory already; `others` are models to name in the place of one that is too large.
        """
        entries = {
            lane.entry.path: lane.entry
            for lane in request.lanes
            if lane.entry.path is not None and lane.entry.path not in loaded
        }
        self.learn(entries.values())
        free = self._ask()
        fits = {entry.id: self.fit(entry, request.context_length) for entry in entries.values()}
        return [
            f"{id_} does not fit into memory: {one.parts()}, and {words(free)} are free. "
            + self._instead(next(e for e in entries.values() if e.id == id_), others)
            for id_, one in fits.items()
            if one.verdict == "no"
        ]

    def _instead(self, entry: CatalogEntry, others: Iterable[CatalogEntry]) -> str:
        """What would fit: the same file with a shorter context, or a smaller file of the model."""
        shape, _ = self._shape(entry)
        context = figures.largest_context(entry.size_bytes, shape, self._free)
        if context:
            return f"It would with a context of {context:,} tokens."
        smaller = [
            one
            for one in others
            if one.model == entry.model
            and (one.size_bytes or 0) < (entry.size_bytes or 0)
            and self.fit(one, _FALLBACK_CONTEXT).verdict == "ok"
        ]
        if not smaller:
            return "Nothing smaller of this model is known."
        best = max(smaller, key=lambda one: one.size_bytes or 0)
        return f"{best.id} would, {words(best.size_bytes)}."

    def _ask(self) -> int | None:
        self._free, self._asked_at = self._available(), time.monotonic()
        return self._free
