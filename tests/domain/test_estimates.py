from __future__ import annotations

import pytest

from playground.domain.estimates import Pace, Turn, pace_of, roughly, waits
from playground.domain.runs import LaneResult
from playground.engines.protocol import StopReason, Usage


def result(reason: StopReason, tokens: int = 11) -> LaneResult:
    usage = Usage(completion_tokens=tokens, first_token_seconds=0.5, generation_seconds=2.0)
    return LaneResult("", reason, usage)


def test_a_pace_knows_the_length_only_of_what_ended_by_itself() -> None:
    assert pace_of(result("eos")) == Pace(0.5, 5.0, 11)
    assert pace_of(result("length")) == Pace(0.5, 5.0, None)
    assert pace_of(result("eos", tokens=1)) is None


def test_seconds_of_an_answer() -> None:
    assert Pace(0.5, 5.0, None).seconds(20) == 4.5
    assert Pace(0.5, 5.0, 10).seconds(20) == 2.5
    assert Pace(0.5, 5.0, 10).seconds(5) == 1.5


def test_lanes_of_one_model_wait_for_one_another() -> None:
    turns = [
        Turn("a", "over", 0),
        Turn("a", "active", 3),
        Turn("a", "waiting", 5),
        Turn("a", "waiting", 5),
    ]
    assert waits(turns) == [None, None, 3, 8]


def test_a_model_waits_for_the_first_that_ends() -> None:
    turns = [
        Turn("a", "active", 10),
        Turn("b", "active", 4),
        Turn("c", "waiting", 3),
        Turn("d", "waiting", 3),
        Turn("e", "waiting", 3),
    ]
    assert waits(turns) == [None, None, 4, 7, 10]


def test_what_is_not_known_is_not_guessed() -> None:
    assert waits([Turn("a", "active", None), Turn("a", "waiting", 1), Turn("b", "waiting", 1)]) == [
        None,
        None,
        None,
    ]
    assert waits([Turn("a", "waiting", 1)]) == [None]
    assert waits([Turn("a", "active", 2), Turn("a", "waiting", None), Turn("a", "waiting", 1)]) == [
        None,
        2,
        None,
    ]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "1 s"),
        (7.4, "7 s"),
        (12, "10 s"),
        (57, "55 s"),
        (58, "1 min"),
        (3000, "50 min"),
        (7000, "2 h"),
    ],
)
def test_times_in_words(seconds: float, words: str) -> None:
    assert roughly(seconds) == words
