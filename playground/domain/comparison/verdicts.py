"""Which model won, and whether there is enough to say so.

Two contenders are told apart by the exact sign test (Dixon and Mood 1946): ties are left out, and
where both are equally good each of the others falls to either with a chance of one half. One is
ahead where a split at least this uneven, in either direction, has a chance below 5 %, and there
are at least `FEWEST_VOTES` votes or prompts. A winner is ahead of every other contender, and nobody
wins while a model of the comparison took no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean
from typing import Literal, TypeAlias

from playground.domain.comparison.grid import Comparison
from playground.domain.judgements import FEWEST_VOTES, Pair, pairs, sign_test, standing_votes
from playground.domain.records import LaneRecord

Basis: TypeAlias = Literal["votes", "ratings"]

SURE = 0.05
"""Below this chance a split is taken for a difference."""

_COUNTED = {"votes": ("vote", "votes"), "ratings": ("prompt", "prompts")}


@dataclass(frozen=True, slots=True)
class Duel:
    """What was counted between two contenders; `wins` are those of `one`."""

    basis: Basis
    one: str
    other: str
    wins: int
    losses: int
    ties: int

    @property
    def total(self) -> int:
        """Ties included."""
        return self.wins + self.losses + self.ties

    @property
    def chance(self) -> float:
        """Of a split at least this uneven between equals, 0 to 1 (two-sided, ties left out)."""
        return sign_test(self.wins, self.losses)

    @property
    def ahead(self) -> str:
        """Who is ahead; empty where nobody is, or where there is too little to say."""
        if self.total < FEWEST_VOTES or self.chance >= SURE:
            return ""
        return self.one if self.wins > self.losses else self.other

    @property
    def words(self) -> str:
        """The count and what it allows to say."""
        counted = f"{self.one} {self.wins}, {self.other} {self.losses}, {self.ties} tied"
        if self.total < FEWEST_VOTES:
            few = f"too few to say, {self.total} of at least {FEWEST_VOTES} {self._noun(2)}"
            return f"{counted}: {few}"
        said = f"{self.ahead} is ahead" if self.ahead else "no clear winner"
        return f"{counted}: {said} (p = {self.chance:.3g})"

    def _noun(self, count: int) -> str:
        return _COUNTED[self.basis][count != 1]


@dataclass(frozen=True, slots=True)
class Decision:
    """Who won, if anybody did, and what was counted."""

    basis: Basis
    count: int
    """Votes that stand, or prompts on which at least two models are rated."""
    winner: str
    """Empty where nobody is ahead of all others."""
    reason: str
    """A sentence for people, the counts in it."""
    duels: tuple[Duel, ...]


def by_votes(comparison: Comparison) -> Decision:
    """What the votes say; a model with several variants contends once for each."""
    votes = standing_votes(comparison.votes)
    duels = tuple(_duel(pair) for pair in pairs(votes))
    voted = {side.model for vote in votes for side in (vote.first, vote.second)}
    without = [one.model.id for one in comparison.columns if one.model.id not in voted]
    return _decide("votes", len(votes), duels, without)


def by_ratings(comparison: Comparison) -> Decision:
    """What the ratings say: on each prompt the better mean rating wins, the same on both is a tie.

    Prompts are what is counted, not answers: many samples of one prompt are no new evidence.
    """
    names = [column.label for column in comparison.columns]
    means = [[_mean(cell) for cell in row.cells] for row in comparison.rows]
    duels = []
    for one, other in combinations(range(len(names)), 2):
        both = [(row[one], row[other]) for row in means]
        known = [(a, b) for a, b in both if a is not None and b is not None]
        if known:
            wins = sum(a > b for a, b in known)
            losses = sum(a < b for a, b in known)
            ties = len(known) - wins - losses
            duels.append(Duel("ratings", names[one], names[other], wins, losses, ties))
    count = sum(sum(mean is not None for mean in row) > 1 for row in means)
    rated = {name for duel in duels for name in (duel.one, duel.other)}
    return _decide("ratings", count, tuple(duels), [one for one in names if one not in rated])


def _duel(pair: Pair) -> Duel:
    return Duel("votes", pair.one, pair.other, pair.wins, pair.losses, pair.ties)


def _mean(cell: Sequence[LaneRecord]) -> float | None:
    rated = [lane.rating for lane in cell if lane.rating is not None]
    return fmean(rated) if rated else None


def _decide(basis: Basis, count: int, duels: tuple[Duel, ...], without: Sequence[str]) -> Decision:
    noun = _COUNTED[basis][count != 1]
    of_both = "" if basis == "votes" else " rated for two models"
    if not count:
        reason = "No votes." if basis == "votes" else "No prompt is rated for two models."
        return Decision(basis, 0, "", reason, duels)
    counted = f"{count} {noun}{of_both}"
    contenders = sorted({name for duel in duels for name in (duel.one, duel.other)})
    for name in contenders:
        own = [duel for duel in duels if name in {duel.one, duel.other}]
        if len(own) == len(contenders) - 1 and all(duel.ahead == name for duel in own):
            if without:
                break
            return Decision(basis, count, name, f"{name} wins by {basis}: {counted}.", duels)
    if all(duel.total < FEWEST_VOTES for duel in duels):
        why = f"too few to say, it takes {FEWEST_VOTES} between two models"
    elif without:
        why = f"{', '.join(without)} took no part"
    else:
        why = "no model is ahead of every other"
    return Decision(basis, count, "", f"No winner by {basis}: {counted}; {why}.", duels)
