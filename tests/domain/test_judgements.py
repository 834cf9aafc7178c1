from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domain.judgements import (
    FEWEST_VOTES,
    Judgement,
    Pair,
    Side,
    Standing,
    Vote,
    Winner,
    judgement_block,
    pairs,
    rated,
    sign_test,
    standing_votes,
    standings,
    stars,
    vote_block,
)
from playground.domain.record_reading import read_vote

NOW = datetime(2026, 1, 2, tzinfo=UTC)
A, B = Side(1, 0, 1, "a"), Side(1, 1, 1, "b")


def vote(winner: Winner, first: Side = A, second: Side = B, run: int = 1) -> Vote:
    first, second = replace(first, run=run), replace(second, run=run)
    return Vote(first, second, winner, True, 7, NOW)


@pytest.mark.parametrize(
    ("steps", "rating"),
    [([1], 4), ([-1], 2), ([1, -1], 3), ([1, 1], 5), ([1, 1, 1], 5), ([-1, -1, -1], 1)],
)
def test_ratings_start_from_the_middle_and_stay_in_range(steps: list[int], rating: int) -> None:
    current = None
    for step in steps:
        current = rated(current, step)
    assert current == rating


def test_stars_and_their_plain_form() -> None:
    assert stars(3) == "★★★☆☆"
    assert stars(3, plain=True) == "3/5"


def test_standings_count_each_side_once() -> None:
    votes = [vote("first"), vote("second", run=2), vote("tie", run=3), vote("first", B, A, run=4)]
    assert standings(votes) == [Standing("b", 2, 1, 1), Standing("a", 1, 2, 1)]
    assert pairs(votes) == [Pair("a", "b", 1, 2, 1)]


def test_the_last_vote_on_the_same_two_outputs_counts() -> None:
    votes = [vote("first"), vote("second", B, A), vote("tie")]
    assert [one.winner for one in standing_votes(votes)] == ["tie"]


def test_votes_between_outputs_of_one_model_do_not_count_for_it() -> None:
    assert standings([vote("first", A, replace(A, version=2))]) == []
    assert pairs([vote("first", A, replace(A, variant="B"))]) == [Pair("a", "a (B)", 1, 0, 0)]


def test_no_winner_is_named_before_there_are_enough_votes() -> None:
    assert "too few to say (9 of at least 10 votes)" in Pair("a", "b", 9, 0, 0).verdict
    assert Pair("a", "b", FEWEST_VOTES, 0, 0).verdict == "a is ahead"
    assert Pair("a", "b", 1, 9, 0).verdict == "b is ahead"


def test_no_winner_is_named_where_chance_does_as_much() -> None:
    assert Pair("a", "b", 6, 4, 0).verdict == "no clear winner"
    assert Pair("a", "b", 8, 2, 0).verdict == "no clear winner"
    assert Pair("a", "b", 1, 0, 99).verdict == "no clear winner"


@given(st.integers(0, 40), st.integers(0, 40))
def test_the_sign_test_is_that_of_a_fair_coin(wins: int, losses: int) -> None:
    total = wins + losses
    uneven = abs(wins - losses)
    chance = sum(comb(total, k) for k in range(total + 1) if abs(total - 2 * k) >= uneven)
    assert sign_test(wins, losses) == pytest.approx(min(1.0, chance / 2**total))


def test_a_vote_is_read_back_as_it_was_written() -> None:
    for one in (
        vote("tie"),
        vote("second", replace(A, variant="B")),
        replace(vote("tie"), seed=None),
    ):
        written = {key: value for key, value in vote_block(one).items() if value is not None}
        assert read_vote(written) == one


@pytest.mark.parametrize("change", [{"winner": "nobody"}, {"first": {"run": 1}}])
def test_a_block_that_is_no_vote_is_refused(change: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        read_vote({**vote_block(vote("tie")), **change})


def test_a_judgement_says_which_output_it_is_of() -> None:
    assert judgement_block(Judgement(A, 4, "", NOW)) == {
        "run": 1,
        "lane": 0,
        "version": 1,
        "model": "a",
        "rating": 4,
        "note": None,
        "time": NOW,
    }
