"""Takes model files off this machine."""

from __future__ import annotations

from pathlib import Path

from playground.domain.catalog import CatalogEntry
from playground.domain.sizes import words
from playground.errors import PlaygroundError
from playground.services.hub import cache


class RemovalError(PlaygroundError):
    """A model file is not to be removed, or cannot be."""


def removable(entry: CatalogEntry) -> tuple[Path, ...]:
    """The files that removing this model takes away; raises `RemovalError` where none may go."""
    if entry.bundled:
        raise RemovalError(
            f"{entry.id} comes with llmplay and stays.", "Name a model that was fetched."
        )
    if entry.path is None or not Path(entry.path).is_file():
        raise RemovalError(f"{entry.id} is not on this machine.", "There is nothing to remove.")
    first = Path(entry.path)
    return tuple(cache.with_parts(first, entry.parts))


def remove(files: tuple[Path, ...]) -> int:
    """Remove them, with the blob that a link of the hub's cache leads to if nobody else needs it.

    Returns the bytes that were freed. Raises `RemovalError` where the system refuses.
    """
    freed = 0
    for file in files:
        try:
            freed += cache.remove(file)
        except OSError as error:
            raise RemovalError(
                f"{file} cannot be removed: {error.strerror or error}.",
                f"{words(freed)} were freed before. Check the permissions of its folder.",
            ) from error
    return freed
