"""Rows of cells in columns, as wide as there is room for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domain.columns import columns

ROWS = (
    ("KEY", "DEFAULT", "MEANING"),
    ("theme", "dusk", "Name of a theme."),
    ("stall_seconds", "120", "A model process silent for so long counts as hung."),
)


def test_without_a_limit_nothing_wraps() -> None:
    assert columns(ROWS).splitlines() == [
        "KEY            DEFAULT  MEANING",
        "theme          dusk     Name of a theme.",
        "stall_seconds  120      A model process silent for so long counts as hung.",
    ]


def test_the_widest_column_gives_way() -> None:
    assert columns(ROWS, 48).splitlines() == [
        "KEY            DEFAULT  MEANING",
        "theme          dusk     Name of a theme.",
        "stall_seconds  120      A model process silent",
        "                        for so long counts as",
        "                        hung.",
    ]


def test_the_first_column_stays_whole_while_the_others_can_give_way() -> None:
    rows = (("20261128-134838-7b55", "a title of some length", "models and more models"),)
    lines = columns(rows, 60).splitlines()
    assert lines[0].startswith("20261128-134838-7b55  a title")
    assert max(map(len, lines)) <= 60
    narrow = columns(rows, 44).splitlines()
    assert narrow[0].startswith("20261128-134")
    assert max(map(len, narrow)) <= 44


def test_what_cannot_fit_is_left_as_it_is() -> None:
    assert columns(ROWS, 20) == columns(ROWS)


@pytest.mark.parametrize("room", [60, 80, 200])
@given(st.lists(st.tuples(*[st.text("ab ", max_size=90)] * 4), min_size=1))
def test_no_line_is_longer_than_the_room(room: int, rows: list[tuple[str, ...]]) -> None:
    lines = columns(rows, room).splitlines()
    assert all(len(line) <= room for line in lines)
    letters = "".join("".join(row) for row in rows).replace(" ", "")
    assert sorted("".join(lines).replace(" ", "")) == sorted(letters)
