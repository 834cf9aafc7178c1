"""What different sources say of a model's licence, side by side: none is preferred silently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from playground.domain.licenses import License, resolve

SOURCES = ("catalog", "hub card", "file header", "upstream card")
"""Where a licence can be named, in the order in which they are shown."""


class Claim(NamedTuple):
    """What one source says."""

    source: str
    value: str
    """As it is written there; empty where the source says nothing."""


def conflicts(claims: Iterable[Claim], licenses: Mapping[str, License]) -> tuple[Claim, ...]:
    """All claims that name a licence, if they do not all name the same one; else nothing.

    Two spellings of one licence are no conflict; a vague "other" conflicts with nothing.
    """
    named = [claim for claim in claims if claim.value and claim.value not in _VAGUE]
    meant = {_meant(claim.value, licenses) for claim in named}
    return tuple(named) if len(meant) > 1 else ()


_VAGUE = frozenset({"other", "unknown"})


def _meant(value: str, licenses: Mapping[str, License]) -> str:
    found = resolve(licenses, value)
    return found.label.casefold() if found.id == "unknown" else found.id
