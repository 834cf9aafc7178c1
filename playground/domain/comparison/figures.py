"""What the answers of one model add up to: medians and spreads."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from playground.domain.diffs import words_of
from playground.domain.records import LaneRecord


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of some values and how far half of them lie around it."""

    count: int
    """At least 1."""
    median: float
    low: float
    """The first quartile."""
    high: float
    """The third quartile."""

    @property
    def range(self) -> float:
        """The interquartile range."""
        return self.high - self.low


def spread(values: Iterable[float | None]) -> Spread | None:
    """Of the values that are known; None where none is.

    Quartiles are interpolated between the values, the least and the greatest among them (the
    inclusive method of `statistics.quantiles`, type 7 of Hyndman and Fan 1996).
    """
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    if len(known) == 1:
        return Spread(1, known[0], known[0], known[0])
    low, median, high = statistics.quantiles(known, n=4, method="inclusive")
    return Spread(len(known), median, low, high)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one model over all its answers in a comparison."""

    answers: int
    failed: int
    """Answers that ended in an error."""
    speed: Spread | None
    """Tokens per second after the first token."""
    first_token: Spread | None
    """Seconds from the command to the first token."""
    tokens: Spread | None
    """Length of an answer in the model's own tokens."""
    words: Spread | None
    """Length of an answer in words, which can be compared between models."""
    ratings: Mapping[int, int]
    """How many answers have each rating, 1 to 5."""
    memory_bytes: int | None
    """The most its process held."""

    @property
    def rated(self) -> int:
        """How many answers are rated."""
        return sum(self.ratings.values())

    @property
    def rating(self) -> float | None:
        """The mean rating; None where nothing is rated."""
        if not self.rated:
            return None
        return sum(rating * count for rating, count in self.ratings.items()) / self.rated


def figures_of(lanes: Sequence[LaneRecord]) -> Figures:
    """The figures of these answers; those that failed count for nothing but `failed`.

    An answer that a person stopped counts for the speed, and not for the length.
    """
    good = [lane for lane in lanes if lane.error is None]
    whole = [lane for lane in good if lane.stop_reason != "cancelled"]
    return Figures(
        answers=len(lanes),
        failed=len(lanes) - len(good),
        speed=spread(lane.tokens_per_second for lane in good),
        first_token=spread(lane.first_token_seconds for lane in good),
        tokens=spread(lane.completion_tokens for lane in whole),
        words=spread(len(words_of(lane.text)) for lane in whole),
        ratings=Counter(lane.rating for lane in lanes if lane.rating is not None),
        memory_bytes=max((lane.memory_bytes or 0 for lane in lanes), default=0) or None,
    )
