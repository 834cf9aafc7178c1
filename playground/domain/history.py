"""The earlier prompts and a walk through them that loses no change on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple


class Step(NamedTuple):
    """A walk after a step, and the text it came to; None where there is no further one."""

    walk: PromptHistory
    text: str | None


@dataclass(frozen=True, slots=True)
class PromptHistory:
    """Earlier prompts, the newest first; position 0 is what is being written now.

    Like the line editing of a shell: what is changed on the way stays changed until something is
    run, then the earlier prompts are what they were.
    """

    entries: tuple[str, ...] = ()
    position: int = 0
    changed: Mapping[int, str] = field(default_factory=dict)
    """By position: the text left there, where it is not the entry."""

    def earlier(self, current: str) -> Step:
        """One step back from a place where the text is now `current`."""
        return self._go(1, current)

    def later(self, current: str) -> Step:
        """One step forth; the last leads to what was being written."""
        return self._go(-1, current)

    def ran(self, texts: Iterable[str]) -> PromptHistory:
        """After a run of these texts, the last of which is the newest; the walk is over."""
        newest = [text for text in texts if text.strip()][::-1]
        return PromptHistory(_distinct((*newest, *self.entries)))

    def and_before(self, texts: Iterable[str]) -> PromptHistory:
        """With older prompts, the newest first, behind those that are there."""
        return replace(self, entries=_distinct((*self.entries, *texts)))

    def _go(self, step: int, current: str) -> Step:
        changed = {**self.changed, self.position: current}
        if self.position and self.entries[self.position - 1] == current:
            del changed[self.position]
        position = self.position + step
        while step > 0 and position <= len(self.entries) and self._at(position) == current:
            position += 1  # a step that shows the same text would look like a dead key
        if not 0 <= position <= len(self.entries):
            return Step(self, None)
        walk = replace(self, position=position, changed=changed)
        return Step(walk, walk._at(position))

    def _at(self, position: int) -> str:
        if position in self.changed:
            return self.changed[position]
        return self.entries[position - 1] if position else ""


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text.strip()))
