"""The exact text a model gets, taken apart and made visible, and why it looks so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from playground.domain.catalog import CatalogEntry
from playground.domain.prompts import AUTO
from playground.domain.templates import Template, Turn, render
from playground.domain.terminal import visible

_SYSTEM, _CONTENT = "\ue000", "\ue001"
_HEAD, _TAIL = 16_000, 4_000
# Spaces that an eye would miss: at an edge, in a row, or of another kind.
_HIDDEN_SPACES = re.compile("^ +| +$|(?<=[\n\t]) +| +(?=[\n\t])| {2,}")
_ODD = re.compile("[\xa0\xad\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]")


class Piece(NamedTuple):
    """A stretch of the text."""

    text: str
    from_template: bool


def pieces(template: Template, system: str, prompt: str) -> tuple[Piece, ...]:
    """What `render_prompt` gives, told apart by where it comes from; joined it is the same text."""
    frame = render(template, _SYSTEM if system.strip() else "", [Turn("user", _CONTENT)])
    found = []
    for part in re.split(f"([{_SYSTEM}{_CONTENT}])", frame):
        if part in {_SYSTEM, _CONTENT}:
            found.append(Piece(system if part == _SYSTEM else prompt, False))
        elif part:
            found.append(Piece(part, True))
    return tuple(found)


def revealed(text: str) -> str:
    """The text with what is easily missed shown: ends of lines, tabs, spaces at edges or in a row.

    Single spaces between words stay what they are; other blanks and joiners become code points.
    """
    shown = _HIDDEN_SPACES.sub(lambda match: "·" * len(match[0]), text)
    shown = _ODD.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", shown)
    return visible(shown).replace("\t", "⇥\t").replace("\n", "↵\n")


def shortened(piece: Piece) -> tuple[Piece, ...]:
    """A piece as it is, or where it is very long its beginning, a remark, and its end."""
    left_out = len(piece.text) - _HEAD - _TAIL
    if left_out <= 0:
        return (Piece(revealed(piece.text), piece.from_template),)
    return (
        Piece(revealed(piece.text[:_HEAD]), piece.from_template),
        Piece(f"\n… {left_out:,} characters are not shown here, but sent …\n", True),
        Piece(revealed(piece.text[-_TAIL:]), piece.from_template),
    )


def template_of(
    entry: CatalogEntry, chosen: str, templates: Mapping[str, Template]
) -> tuple[Template, str]:
    """The template that a run takes for this model, and why, in words for people."""
    if chosen != AUTO and chosen in templates:
        return templates[chosen], "chosen in the prompt options"
    name = entry.template
    if name not in templates:
        return templates["raw"], f"there is no template {name!r}, which the catalog names"
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
