"""What a person changes of a session after it was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Removal:
    """A run that is to go, or one answer of it."""

    run: int
    """Number of the run, from 1."""
    lane: int | None = None
    """None is the whole run."""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Edit:
    """One change; what is None stays as it is."""

    time: datetime
    title: str | None = None
    tags: tuple[str, ...] | None = None
    conclusions: str | None = None
    removal: Removal | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """What all edits of a session come to."""

    title: str | None = None
    tags: tuple[str, ...] | None = None
    conclusions: str | None = None
    removals: frozenset[Removal] = frozenset()

    def removes(self, run: int, lane: int | None = None, version: int = 1) -> bool:
        """Whether a run, or an answer of it, is gone."""
        whole = Removal(run) in self.removals
        return whole or (lane is not None and Removal(run, lane, version) in self.removals)

    def head(self, session: Mapping[str, Any]) -> dict[str, Any]:
        """The `[session]` table with the edits in it."""
        tags = None if self.tags is None else list(self.tags)
        changed = {"title": self.title, "tags": tags, "conclusions": self.conclusions}
        return {**session, **{key: value for key, value in changed.items() if value is not None}}


def fold(edits: Iterable[Edit]) -> Edited:
    """All edits together; of several titles, tags or conclusions the last holds."""
    title: str | None = None
    tags: tuple[str, ...] | None = None
    conclusions: str | None = None
    removals: set[Removal] = set()
    for edit in edits:
        title = title if edit.title is None else edit.title
        tags = tags if edit.tags is None else edit.tags
        conclusions = conclusions if edit.conclusions is None else edit.conclusions
        if edit.removal is not None:
            removals.add(edit.removal)
    return Edited(title, tags, conclusions, frozenset(removals))


def edit_block(edit: Edit) -> dict[str, Any]:
    """The values of an `[[edits]]` block; None where nothing changes."""
    removal = edit.removal
    return {
        "time": edit.time,
        "title": edit.title,
        "tags": None if edit.tags is None else list(edit.tags) or [""],  # an empty list is left out
        "conclusions": edit.conclusions,
        "removed_run": removal.run if removal else None,
        "removed_lane": removal.lane if removal else None,
        "removed_version": removal.version if removal and removal.lane is not None else None,
    }
