"""How sure a score and a difference of scores are, from the examples they were seen on."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, stdev

RESAMPLES = 4000
SEED = 20
CONFIDENCE = 0.95
POWER = 0.8


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its interval."""

    mean: float
    low: float
    high: float
    """Bounds of the 95 % interval."""
    n: int
    """Examples."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What the same examples say of two models; positive where the first has more."""

    mean: float
    low: float
    high: float
    n: int
    p: float
    """Two-sided, before any correction."""
    test: str
    """ "McNemar" or "paired bootstrap"."""
    needed: int | None
    """Examples that would show a difference of this size four times in five; None where it is 0."""


def estimate(values: Sequence[float], *, resamples: int = RESAMPLES, seed: int = SEED) -> Estimate:
    """The mean and its percentile bootstrap interval (Efron, 1979); the same for the same seed.

    Raises `ValueError` without values.
    """
    if not values:
        raise ValueError("There is nothing to take the mean of.")
    mean = fmean(values)
    low, high = _bounds(_means(values, resamples, seed))
    return Estimate(mean, min(low, mean), max(high, mean), len(values))


def difference(
    first: Sequence[float],
    second: Sequence[float],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Difference:
    """Compare two models on the same examples, in the same order.

    Right-or-wrong scores are tested with McNemar's exact test, others with a paired bootstrap of
    the centred differences, whose p is at least the smallest that Fisher's exact test of the signs
    (1935) can give for so many examples that differ.

    Raises `ValueError` where the lengths differ or are 0.
    """
    if not first or len(first) != len(second):
        raise ValueError("A pair needs the same examples on both sides, one at least.")
    pairs = list(zip(first, second, strict=True))
    gaps = [one - other for one, other in pairs]
    mean = fmean(gaps)
    resampled = _means(gaps, resamples, seed)
    low, high = _bounds(resampled)
    if all(value in {0.0, 1.0} for pair in pairs for value in pair):
        p, test = mcnemar(gaps.count(1.0), gaps.count(-1.0)), "McNemar"
    else:
        extreme = sum(abs(one - mean) >= abs(mean) - 1e-12 for one in resampled)
        p, test = min(1.0, (extreme + 1) / (resamples + 1)), "paired bootstrap"
        # Resampling few examples is too sure of itself: no exact test of as many signs says less.
        p = min(1.0, max(p, 2.0 ** (1 - sum(gap != 0 for gap in gaps))))
    return Difference(mean, min(low, mean), max(high, mean), len(gaps), p, test, needed(gaps))


def mcnemar(only_first: int, only_second: int) -> float:
    """The exact two-sided p of McNemar's test (1947): binomial over the pairs that disagree."""
    n = only_first + only_second
    tail = sum(math.comb(n, k) for k in range(min(only_first, only_second) + 1))
    return min(1.0, 2 * tail / float(2**n))


def holm(ps: Sequence[float]) -> list[float]:
    """The p values corrected for how many there are (Holm, 1979), in the order given."""
    order = sorted(range(len(ps)), key=lambda at: ps[at])
    corrected = [0.0] * len(ps)
    highest = 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[at]))
        corrected[at] = highest
    return corrected


def needed(gaps: Sequence[float]) -> int | None:
    """Examples a paired test would need to see a difference like this one.

    By the normal approximation at a level of 5 % and a power of 80 %:
    ((z(0.975) + z(0.8)) * s / mean)^2. None where the mean is 0 or there is one example only.
    """
    mean = fmean(gaps)
    if len(gaps) < 2 or abs(mean) < 1e-12:
        return None
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) + NormalDist().inv_cdf(POWER)
    return max(2, math.ceil((z * stdev(gaps) / mean) ** 2))


def _means(values: Sequence[float], resamples: int, seed: int) -> list[float]:
    rng = random.Random(seed)
    n = len(values)
    return sorted(math.fsum(rng.choices(values, k=n)) / n for _ in range(resamples))


def _bounds(means: Sequence[float]) -> tuple[float, float]:
    """The percentiles between which 95 % lie, of sorted means."""
    cut = (1 - CONFIDENCE) / 2
    last = len(means) - 1
    return means[math.floor(cut * last)], means[math.ceil((1 - cut) * last)]
