"""What a row must say, and how it is judged."""

from __future__ import annotations

import pytest

from tests.benchmarks.figures import Figure, compared


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        ({}, "why there is none"),
        ({"budget": 1.0}, "no ratio"),
        ({"beside": 2.0, "note": "so"}, "needs a name"),
        ({"against": "a script", "note": "so"}, "needs a name"),
    ],
)
def test_a_row_that_says_too_little_is_refused(rest: dict[str, float | str], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Figure("speed", "tokens/s", 1.0, **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ours", "budget", "at_least", "kept"),
    [
        ([2.0], 2.0, False, True),
        ([2.01], 2.0, False, False),
        ([2.0], 2.0, True, True),
        ([1.99], 2.0, True, False),
        ([2.0], None, False, None),
    ],
)
def test_the_ratio_is_judged(
    ours: list[float], budget: float | None, at_least: bool, kept: bool | None
) -> None:
    figure = compared("x", "s", ours, [1.0], "it", budget=budget, at_least=at_least, note="why")
    assert figure.kept is kept


def test_the_value_is_judged_where_the_budget_is_for_it() -> None:
    figure = compared("x", "ms", [40.0], [1.0], "it", budget=50.0, judged="value")
    assert (figure.kept, figure.ratio) == (True, 40.0)


def test_the_ratio_is_the_median_of_the_rounds_own() -> None:
    figure = compared("x", "s", [1.0, 10.0, 3.0], [1.0, 5.0, 4.0], "it", budget=1.0)
    assert (figure.ours, figure.beside, figure.ratio) == (3.0, 4.0, 1.0)


def test_nothing_is_no_measure() -> None:
    figure = compared("x", "bytes", [4.0], [0.0], "it", budget=5.0, judged="value")
    assert (figure.ratio, figure.kept) == (None, True)
    with pytest.raises(ValueError, match="no ratio"):
        compared("x", "bytes", [4.0], [0.0], "it", budget=5.0)
