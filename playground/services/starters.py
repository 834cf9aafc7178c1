"""The library of prompts to begin with."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from playground.domain.catalog import CatalogEntry
from playground.services.catalog.tables import read_tables

LIBRARY = Path(__file__).parents[1] / "data" / "prompts" / "library.toml"
_KEYS = frozenset({"title", "kind", "text"})


@dataclass(frozen=True, slots=True)
class LibraryPrompt:
    """A prompt to begin with."""

    title: str
    kind: str
    """One word: what it tries."""
    text: str

    def matches(self, words: str) -> bool:
        """Whether every one of the words is somewhere in it, in any case."""
        everything = f"{self.kind} {self.title} {self.text}".casefold()
        return all(word in everything for word in words.casefold().split())


def read_library(path: Path) -> tuple[LibraryPrompt, ...]:
    """The prompts of a library file in its order; raises `CatalogError` naming file and key."""
    found = []
    for numbered in read_tables(path, "prompt"):
        table = numbered.called("prompt", numbered.text("title"))
        table.check_keys(_KEYS)
        found.append(LibraryPrompt(table.text("title"), table.text("kind"), table.text("text")))
    return tuple(found)


@functools.cache
def load_library() -> tuple[LibraryPrompt, ...]:
    """The prompts that come with the program."""
    return read_library(LIBRARY)


def starters_for(entry: CatalogEntry | None) -> tuple[LibraryPrompt, ...]:
    """The model's own prompts first, then the library."""
    own = entry.starters if entry is not None else ()
    first = (LibraryPrompt(starter.title, entry.id, starter.prompt) for starter in own if entry)
    return (*first, *load_library())
