"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["ok", "note", "problem"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination."""

    area: str
    subject: str
    level: Level
    """A problem keeps something from working; a note is worth knowing."""
    told: str
    advice: str = ""
    """What to do about it."""
