"""From a conversation to the exact text a model gets: which template, why, and what comes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from playground.domain.catalog import CatalogEntry
from playground.domain.endpoints import SERVER_TEMPLATE
from playground.domain.prompts import AUTO
from playground.domain.templates import Template, Turn, render

OWN = "own"
"""The name of the template that a model file brings along."""

NO_TURNS = (
    "This template knows no turns: all that was said goes before the new text, as one text that "
    "the model continues."
)
"""The remark on a conversation that is written with such a template."""

SYSTEM_MARK, CONTENT_MARK = "\ue000", "\ue001"
"""Characters of the private use area that stand for the texts in the frame of a template."""


class Piece(NamedTuple):
    """A stretch of the text."""

    text: str
    from_template: bool


class Written(NamedTuple):
    """What a model gets."""

    pieces: tuple[Piece, ...]
    """Joined they are the text."""
    template: str
    """Its name."""
    stop: tuple[str, ...]
    """Texts that end a completion."""
    why: str
    """Why this template, in words for people."""
    remarks: tuple[str, ...] = ()
    """What to know of it before wondering at the answers."""

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(piece.text for piece in self.pieces)


Write: TypeAlias = Callable[[CatalogEntry, str, str, Sequence[Turn]], Written]
"""Takes a model, the name of a template or `AUTO`, a system text and a conversation."""


def plainly(templates: Mapping[str, Template]) -> Write:
    """Write with these templates alone, whatever a model file brings along."""

    def write(entry: CatalogEntry, chosen: str, system: str, turns: Sequence[Turn]) -> Written:
        template, why = template_of(entry, chosen, templates)
        notes = remarks(template, system, entry.engines)
        if len(turns) > 1 and not template.holds_turns and template.name != SERVER_TEMPLATE:
            notes = (*notes, NO_TURNS)
        return Written(pieces(template, system, turns), template.name, template.stop, why, notes)

    return write


def template_of(
    entry: CatalogEntry, chosen: str, templates: Mapping[str, Template]
) -> tuple[Template, str]:
    """The template of the catalog that a run takes for this model, and why, in words for people."""
    if chosen != AUTO and chosen in templates:
        return templates[chosen], "chosen in the prompt options"
    name = entry.template
    if name not in templates:
        return templates["raw"], f"there is no template {name!r}, which the catalog names"
    if entry.endpoint is not None:
        return templates[name], "the server of the endpoint applies the model's own"
    if entry.repo is None and not entry.bundled and not entry.source:
        if name == "raw":
            return templates[name], "the file has no chat template that is known here"
        return templates[name], "the file's own chat template has its markers"
    return templates[name], f"the catalog says so of {entry.id}"


def remarks(template: Template, system: str, engines: tuple[str, ...]) -> tuple[str, ...]:
    """What to know of a template before wondering at the answers."""
    found = [template.note] if template.note else []
    if system.strip() and not template.has_system_role:
        found.append("It knows no system prompt: that text just precedes yours.")
    if not template.plain_markers and "ctransformers" in engines[:1]:
        found.append("Its markers are special tokens, which ctransformers reads as plain text.")
    return tuple(found)


def pieces(template: Template, system: str, turns: Sequence[Turn]) -> tuple[Piece, ...]:
    """What `render` gives, told apart by where it comes from; joined it is the same text."""
    frame = render(template, *framed(system, turns))
    return unframed(frame, system, turns)


def framed(system: str, turns: Sequence[Turn]) -> tuple[str, tuple[Turn, ...]]:
    """The conversation with a mark in the place of every text."""
    marked = tuple(Turn(turn.role, CONTENT_MARK) for turn in turns)
    return SYSTEM_MARK if system.strip() else "", marked


def unframed(frame: str, system: str, turns: Sequence[Turn]) -> tuple[Piece, ...]:
    """The texts in the places of their marks, which come in the order of the conversation."""
    contents = iter(turns)
    found = []
    for part in re.split(f"([{SYSTEM_MARK}{CONTENT_MARK}])", frame):
        if part == SYSTEM_MARK:
            found.append(Piece(system, False))
        elif part == CONTENT_MARK:
            found.append(Piece(next(contents, Turn("user", "")).content, False))
        elif part:
            found.append(Piece(part, True))
    return tuple(found)
