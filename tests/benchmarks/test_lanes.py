"""Which arrangement by hand the lanes are held beside."""

from __future__ import annotations

from tests.benchmarks.lanes import BY_ITSELF, figures


def test_the_hardest_arrangement_that_moves_is_beside() -> None:
    speeds = {
        BY_ITSELF: [100.0, 100.0, 100.0],
        "together, 1 thread each": [80.0, 125.0, 110.0],
        "together, 2 threads each": [0.0, 0.0, 500.0],
        "in-turn, 1 thread each": [50.0, 50.0, 50.0],
    }
    best, turns = figures("2 models", "busy", speeds)
    assert best.against == "the best by hand: together, 1 thread each"
    assert (round(best.ratio or 0, 3), best.kept) == (0.909, False)
    assert turns.against == "one after the other: in-turn, 1 thread each"
    assert (turns.ratio, turns.kept) == (2.0, True)
    assert best.name == "2 models, while two more programs never rest"


def test_where_all_stand_still_that_is_said() -> None:
    still = {BY_ITSELF: [10.0], "in-turn, 1 thread each": [0.0]}
    best, turns = figures("2 models", "quiet", still)
    assert best.note == "the best by hand, all stood still"
    assert (turns.kept, turns.ours) == (None, 10.0)
