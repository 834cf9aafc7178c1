"""The shape of a fact that is learned by heart, with the ways to ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from playground.demo.corpus.lists import phrases


@dataclass(frozen=True, slots=True)
class Topic:
    """One true answer and the wordings that lead to it."""

    answer: str
    subjects: tuple[str, ...] = ()
    """Noun phrases that the general question forms are filled with."""
    asks: tuple[str, ...] = ()
    """Whole questions in lower case, without a question mark."""


def topic(answer: str, subjects: str = "", asks: str = "") -> Topic:
    """Build a topic from lists written with bars, on one line or several."""
    return Topic(answer, phrases(subjects), phrases(asks))
