"""Runs of a session that was reopened, with the models they were made with."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from playground.domain.catalog import CatalogEntry
from playground.domain.records import ModelRecord
from playground.domain.reopening import Columns, recalled_columns, run_groups
from playground.domain.writing import Write
from playground.errors import PlaygroundError
from playground.services.local import entry_for_path, resolve
from playground.services.sessions import open_session


def recall(path: Path, write: Write, choose: Callable[[list[int]], int]) -> Columns | None:
    """One run of a session with all that was run again of it; None where there is none.

    `choose` gets the numbers of the runs, in their order, and gives a place among them. Raises
    `PlaygroundError` where the file cannot be read.
    """
    session = open_session(path)
    groups = run_groups(session.runs)
    if not groups:
        return None
    known: dict[ModelRecord, CatalogEntry] = {}

    def entry_of(model: ModelRecord) -> CatalogEntry:
        if model not in known:
            known[model] = recalled_model(model)
        return known[model]

    place = choose([runs[0].again or runs[0].number for runs in groups])
    return recalled_columns(groups, place, session.votes, entry_of, write)


def recalled_model(model: ModelRecord) -> CatalogEntry:
    """The model of a record as it is found now; one that is gone cannot be run any more."""
    with contextlib.suppress(PlaygroundError):
        entry = resolve(model.id)
        if entry.runnable and (entry.path == model.path or model.path is None):
            return entry
    if model.path and not model.endpoint:
        with contextlib.suppress(PlaygroundError):
            entry = entry_for_path(Path(model.path))
            return replace(entry, id=model.id, license=model.license or entry.license)
    return CatalogEntry(
        id=model.id,
        model=model.id,
        tag="",
        name=model.id,
        family="",
        architecture=model.architecture,
        model_type="",
        format="gguf",
        quantisation=model.quantisation,
        parameters=None,
        size_bytes=None,
        context_length=None,
        license=model.license,
        template="raw",
        engines=(),
        bundled=False,
        path=None,
        repo=None,
        file="",
    )
