from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from playground.domain.downloads import Progress, State
from playground.ui.download_line import download_line, download_mark, name_room

ONE = Progress("a/b:c", "a-rather-long-name-of-a-model-7b", "active", 4 * 10**8, 10**9, 2e7)
STATES: tuple[State, ...] = (
    *("waiting", "checking", "active", "retrying"),
    *("paused", "done", "failed", "cancelled"),
)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_line_fits_and_states_are_told_apart_without_colour(state: State, width: int) -> None:
    lines = {
        other: download_line(replace(ONE, state=other), width, name_room([ONE], width))
        for other in STATES
    }
    assert cell_len(lines[state]) <= width
    assert len({line[:3] for line in lines.values()}) == len(STATES)


def test_names_stand_in_one_column() -> None:
    other = replace(ONE, name="short")
    room = name_room([ONE, other], 80)
    assert download_line(ONE, 80, room).index("%") == download_line(other, 80, room).index("%")


def test_a_bar_where_there_is_room() -> None:
    assert "████░░░░░░" in download_line(ONE, 120, 30)
    assert "█" not in download_line(ONE, 80, 30)


def test_what_it_waits_for_stands_before_the_figures() -> None:
    waits = replace(ONE, state="retrying", detail="the line dropped, goes on in 4 s")
    assert "the line dropped, goes on in 4 s, 400 MB of 1 GB" in download_line(waits, 120, 30)


@pytest.mark.parametrize("state", STATES)
def test_marks_are_three_cells(state: State) -> None:
    for done in (0, 10**9 - 1, 10**9):
        assert cell_len(download_mark(replace(ONE, state=state, done=done))) == 3
    assert download_mark(ONE) == "40%"
