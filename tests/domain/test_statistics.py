import math
import random
from itertools import product
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domain.statistics import difference, estimate, holm, mcnemar, needed

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(SHARES)
def test_an_interval_holds_its_mean_and_is_the_same_again(values: list[float]) -> None:
    one = estimate(values, resamples=200)
    assert one.low <= one.mean <= one.high
    assert one.mean == pytest.approx(fmean(values), abs=1e-9)
    assert one == estimate(values, resamples=200)


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    rng = random.Random(5)
    covered = 0
    for seed in range(200):
        values = [float(rng.random() < 0.6) for _ in range(50)]
        one = estimate(values, resamples=300, seed=seed)
        covered += one.low <= 0.6 <= one.high
    assert 0.88 <= covered / 200 <= 0.99


@given(st.integers(0, 9), st.integers(0, 9))
def test_mcnemar_is_the_binomial_test_counted_out(one: int, two: int) -> None:
    n = one + two
    ways = [sum(signs) for signs in product((0, 1), repeat=n)] if n <= 12 else None
    if ways is None:
        return
    at_most = sum(way <= min(one, two) for way in ways) / len(ways)
    assert mcnemar(one, two) == pytest.approx(min(1.0, 2 * at_most), abs=1e-9)


def test_holm_by_hand() -> None:
    # Ranks: .01*4, .02*3, .03*2, .04*1, never falling.
    assert holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm([]) == []
    assert holm([0.9, 0.8]) == [1.0, 1.0]


def test_a_clear_difference_is_found_and_a_shuffled_one_is_not() -> None:
    better, worse = [0.9] * 30 + [0.7] * 10, [0.5] * 30 + [0.6] * 10
    assert difference(better, worse).p < 0.01
    assert difference(better, better).p == 1.0
    alternating = [0.4, 0.6] * 20
    assert difference(alternating, alternating[::-1]).p > 0.5


def test_right_or_wrong_goes_to_mcnemar() -> None:
    found = difference([1.0] * 8 + [0.0] * 2, [0.0] * 10)
    assert found.test == "McNemar"
    assert found.p == pytest.approx(2 / 2**8)
    assert difference([0.5, 1.0], [0.0, 1.0]).test == "paired bootstrap"


def test_the_needed_number_follows_its_formula() -> None:
    gaps = [1.0, 0.0, 0.0, 0.0]
    spread = math.sqrt(sum((gap - 0.25) ** 2 for gap in gaps) / 3)
    assert needed(gaps) == math.ceil(((1.959963985 + 0.841621234) * spread / 0.25) ** 2)
    assert needed([0.0, 0.0]) is None
    assert needed([1.0]) is None


@pytest.mark.parametrize(("one", "two"), [([], []), ([1.0], [1.0, 0.0])])
def test_pairs_need_the_same_examples(one: list[float], two: list[float]) -> None:
    with pytest.raises(ValueError, match="pair"):
        difference(one, two)


@pytest.mark.parametrize(("n", "least"), [(1, 1.0), (3, 0.25), (5, 0.0625), (7, 0.015625)])
def test_few_examples_are_never_sure(n: int, least: float) -> None:
    found = difference([0.9] * n, [0.1] * n)
    assert found.p == pytest.approx(least)
    assert difference([0.9] * 40 + [0.5] * 9, [0.1] * 40 + [0.5] * 9).p < 0.001


@pytest.mark.parametrize(
    "values", [[0.0, 0.3, 1.0], [0.1, 0.4, 0.5, 0.9], [0.0, 0.0, 1.0, 1.0, 0.6]]
)
def test_an_interval_is_that_of_all_resamples_there_are(values: list[float]) -> None:
    means = sorted(fmean(one) for one in product(values, repeat=len(values)))
    found = estimate(values)
    last = len(means) - 1
    assert means[int(0.015 * last)] - 1e-9 <= found.low <= means[math.ceil(0.035 * last)] + 1e-9
    assert means[int(0.965 * last)] - 1e-9 <= found.high <= means[math.ceil(0.985 * last)] + 1e-9


@pytest.mark.parametrize("gaps", [[0.1, 0.3, -0.2, 0.4, 0.25], [0.2, -0.1, 0.15, -0.05, 0.3]])
def test_the_paired_bootstrap_is_that_of_all_resamples_there_are(gaps: list[float]) -> None:
    mean = fmean(gaps)
    means = [fmean(one) for one in product(gaps, repeat=len(gaps))]
    exact = sum(abs(one - mean) >= abs(mean) - 1e-12 for one in means) / len(means)
    exact = max(exact, 2.0 ** (1 - len(gaps)))  # no test of so few signs says less
    found = difference([0.5 + gap for gap in gaps], [0.5] * len(gaps))
    assert found.p == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 4000) + 1e-3)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.floats(0.001, 0.999))
def test_holm_rejects_as_stepping_down_does(ps: list[float], level: float) -> None:
    """From the smallest p on, each is compared with the level over those that are left."""
    rejected: set[int] = set()
    for rank, at in enumerate(sorted(range(len(ps)), key=lambda one: ps[one])):
        if (len(ps) - rank) * ps[at] > level:
            break
        rejected.add(at)
    assert {at for at, p in enumerate(holm(ps)) if p <= level} == rejected
