"""The exact text a model gets, made visible."""

from __future__ import annotations

import re
from typing import NamedTuple

from playground.domain.catalog import CatalogEntry
from playground.domain.prompts import AUTO
from playground.domain.templates import Turn
from playground.domain.terminal import visible
from playground.domain.writing import Piece

_HEAD, _TAIL = 16_000, 4_000
# Spaces that an eye would miss: at an edge, in a row, or of another kind.
_HIDDEN_SPACES = re.compile("^ +| +$|(?<=[\n\t]) +| +(?=[\n\t])| {2,}")
_ODD = re.compile("[\xa0\xad\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]")


class Subject(NamedTuple):
    """Who gets the text, after which conversation."""

    entry: CatalogEntry
    before: tuple[Turn, ...] = ()
    template: str = AUTO
    """The one that the conversation was begun with, where none is chosen."""
    name: str = ""
    """What it may be called; empty is the model's id."""


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
