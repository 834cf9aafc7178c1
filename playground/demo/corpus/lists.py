"""Lists written as running text, so that long ones stay readable."""

from __future__ import annotations


def words(text: str) -> list[str]:
    """Split at white space."""
    return text.split()


def phrases(text: str) -> tuple[str, ...]:
    """Split at bars; line breaks count as spaces."""
    return tuple(" ".join(part.split()) for part in text.split("|") if part.strip())
