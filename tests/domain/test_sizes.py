from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domain.sizes import count_words, narrow, words


@pytest.mark.parametrize(
    ("count", "said", "column"),
    [
        (None, "?", "   ?"),
        (0, "0 B", "0.0M"),
        (999, "999 B", "0.0M"),
        (1_677_568, "1.68 MB", "1.7M"),
        (9_940_000, "9.94 MB", "9.9M"),
        (9_960_000, "9.96 MB", " 10M"),
        (999_499_999, "999 MB", "999M"),
        (999_500_000, "1 GB", "1.0G"),
        (4_080_000_000, "4.08 GB", "4.1G"),
        (13_000_000_000, "13 GB", " 13G"),
        (2_500_000_000_000, "2.5 TB", "2500G"),
    ],
)
def test_sizes_as_people_read_them(count: int | None, said: str, column: str) -> None:
    assert words(count) == said
    assert narrow(count) == column


@given(st.integers(0, 10**12 - 10**9))
def test_a_column_is_four_cells_wide_whatever_the_size(count: int) -> None:
    assert len(narrow(count)) == 4


def test_fewer_digits_never_turn_into_powers_of_ten() -> None:
    assert words(123_456_789, 2) == "120 MB"
    assert words(999_400, 1) == "1 MB"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (None, "?"),
        (0, "0"),
        (950, "950"),
        (12_345, "12.3 k"),
        (999_999, "1 M"),
        (6_738_415_616, "6.74 B"),
    ],
)
def test_counts_as_people_read_them(count: int | None, said: str) -> None:
    assert count_words(count) == said
