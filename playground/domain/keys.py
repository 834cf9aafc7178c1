"""What a binding of the full-screen interface consists of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Place: TypeAlias = Literal["everywhere", "prompt", "catalog", "outputs"]


@dataclass(frozen=True, slots=True)
class Key:
    """One binding."""

    id: str
    """area.verb; what a `[keys]` table in the settings names."""
    keys: tuple[str, ...]
    """As Textual names them; the first is the one shown."""
    what: str
    """What it does, as a sentence without its full stop."""
    where: Place
    label: str
    """For the footer."""
    footer: bool = False
    """Whether the footer shows it."""
