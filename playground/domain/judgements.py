"""What people think of outputs: ratings, notes, votes between two, and what the votes add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from math import comb
from typing import Any, Literal, TypeAlias

LOWEST, MIDDLE, HIGHEST = 1, 3, 5

FEWEST_VOTES = 10
"""Below this many votes between two contenders no winner is named."""
_SURE = 0.05

Winner: TypeAlias = Literal["first", "second", "tie"]


@dataclass(frozen=True, slots=True)
class Side:
    """One output as it is found again in the session."""

    run: int
    """Number of the run it was recorded in, from 1."""
    lane: int
    """Place of its column in that run, from 0."""
    version: int
    """Which version of the column, from 1."""
    model: str
    """The id of its entry."""
    variant: str = ""

    @property
    def contender(self) -> str:
        """What its votes count for: the model, with the variant where there are several."""
        return f"{self.model} ({self.variant})" if self.variant else self.model


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person thinks of one output; a later one of the same output replaces it."""

    side: Side
    rating: int | None
    """1 to 5; None where only a note was made."""
    note: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Vote:
    """Which of two outputs a person found better; a later one on the same two replaces it."""

    first: Side
    second: Side
    winner: Winner
    blind: bool
    """Whether the names were hidden."""
    seed: int | None
    """Of the shuffle of the columns; None where they were not shuffled."""
    time: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How one contender did in all its votes."""

    contender: str
    wins: int
    losses: int
    ties: int


@dataclass(frozen=True, slots=True)
class Pair:
    """The votes between two contenders; `wins` are those of `one`."""

    one: str
    other: str
    wins: int
    losses: int
    ties: int

    @property
    def verdict(self) -> str:
        """What the votes allow to say, in words.

        From `FEWEST_VOTES` on the sign test (two-sided, ties left out) decides whether one is
        ahead: chance alone would do as much in fewer than one of twenty such comparisons.
        """
        total = self.wins + self.losses + self.ties
        if total < FEWEST_VOTES:
            return f"too few to say ({total} of at least {FEWEST_VOTES} votes)"
        if sign_test(self.wins, self.losses) >= _SURE:
            return "no clear winner"
        return f"{self.one if self.wins > self.losses else self.other} is ahead"


def rated(current: int | None, step: int) -> int:
    """The rating one step up or down; what has none yet starts from the middle."""
    return min(HIGHEST, max(LOWEST, (current or MIDDLE) + step))


def stars(rating: int, *, plain: bool = False) -> str:
    """A rating as five stars, or where they may not show (`plain`) as 3/5."""
    return f"{rating}/{HIGHEST}" if plain else "★" * rating + "☆" * (HIGHEST - rating)


def sign_test(wins: int, losses: int) -> float:
    """The chance of a split at least this uneven where both are equally good, 0 to 1."""
    total = wins + losses
    tail = sum(comb(total, count) for count in range(min(wins, losses) + 1))
    return float(min(1.0, 2 * tail / 2**total))


def standing_votes(votes: Iterable[Vote]) -> list[Vote]:
    """The votes that count: the last on each two outputs, where they are of two contenders."""
    last: dict[frozenset[Side], Vote] = {}
    for vote in votes:
        if vote.first.contender != vote.second.contender:
            last[frozenset((vote.first, vote.second))] = vote
    return list(last.values())


def standings(votes: Sequence[Vote]) -> list[Standing]:
    """How each contender did, the one with the most wins first."""
    found: dict[str, list[int]] = {}
    for vote in standing_votes(votes):
        for side, won in ((vote.first, "first"), (vote.second, "second")):
            counts = found.setdefault(side.contender, [0, 0, 0])
            counts[2 if vote.winner == "tie" else 0 if vote.winner == won else 1] += 1
    rows = [Standing(name, *counts) for name, counts in found.items()]
    return sorted(rows, key=lambda row: (-row.wins, row.losses, row.contender))


def pairs(votes: Sequence[Vote]) -> list[Pair]:
    """The votes by pairs of contenders, in the order of their names."""
    found: dict[tuple[str, str], list[int]] = {}
    for vote in standing_votes(votes):
        names = (vote.first.contender, vote.second.contender)
        one, other = sorted(names)
        counts = found.setdefault((one, other), [0, 0, 0])
        if vote.winner == "tie":
            counts[2] += 1
        else:
            counts[0 if names[vote.winner == "second"] == one else 1] += 1
    return [Pair(one, other, *counts) for (one, other), counts in sorted(found.items())]


def judgement_block(judgement: Judgement) -> dict[str, Any]:
    """The values of a `[[judgements]]` block; None where there is nothing to say."""
    return {
        **_side_values(judgement.side),
        "rating": judgement.rating,
        "note": judgement.note or None,
        "time": judgement.time,
    }


def vote_block(vote: Vote) -> dict[str, Any]:
    """The values of a `[[votes]]` block."""
    return {
        "winner": vote.winner,
        "blind": vote.blind,
        "shuffle_seed": vote.seed,
        "time": vote.time,
        "first": _side_values(vote.first),
        "second": _side_values(vote.second),
    }


def _side_values(side: Side) -> dict[str, Any]:
    return {key: value for key, value in asdict(side).items() if value != ""}
