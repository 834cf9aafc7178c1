from __future__ import annotations

import pytest

from playground.domain.comparison import (
    Choice,
    Spread,
    by_ratings,
    by_votes,
    compare,
    figures_of,
    spread,
)
from playground.domain.judgements import Vote
from tests.domain.comparison.recorded import BEGAN, lane, model, pair, run, session, vote


def test_median_and_quartiles() -> None:
    assert spread([None, 4.0, 1.0, 3.0, 2.0]) == Spread(4, 2.5, 1.75, 3.25)
    assert spread([5.0]) == Spread(1, 5.0, 5.0, 5.0)
    assert spread([None]) is None
    found = spread([1.0, 2.0])
    assert found is not None
    assert found.range == 0.5


def test_what_failed_and_what_was_stopped_does_not_count_as_an_answer() -> None:
    figures = figures_of(
        [
            lane(text="one two", completion_tokens=4, tokens_per_second=10.0, rating=4),
            lane(text="one", stop_reason="cancelled", completion_tokens=2, tokens_per_second=20.0),
            lane(text="", stop_reason="error", error="died", tokens_per_second=99.0, rating=1),
        ]
    )
    assert (figures.answers, figures.failed) == (3, 1)
    assert figures.speed == Spread(2, 15.0, 12.5, 17.5)
    assert figures.tokens == Spread(1, 4, 4, 4)
    assert figures.words == Spread(1, 2, 2, 2)
    assert (figures.rated, figures.rating) == (2, 2.5)
    assert figures_of([]).rating is None


def voted(wins: int, losses: int, ties: int = 0) -> tuple[str, str]:
    """Who wins these votes between two models, and the sentence about it."""
    runs = [pair(number, f"p{number}", "a", "b") for number in range(1, wins + losses + ties + 1)]
    winners = ["first"] * wins + ["second"] * losses + ["tie"] * ties
    votes = tuple(vote(one, winner) for one, winner in zip(runs, winners, strict=True))  # type: ignore[arg-type]
    decision = by_votes(compare(session(*runs, votes=votes)))
    assert decision.count == wins + losses + ties
    return decision.winner, decision.reason


@pytest.mark.parametrize(
    ("counts", "winner"),
    [
        ((0, 0, 0), ""),
        ((9, 0, 0), ""),  # too few, however clear
        ((10, 0, 0), "model-a"),
        ((0, 10, 0), "model-b"),
        ((8, 2, 0), ""),  # p = 0.109
        ((9, 1, 0), "model-a"),  # p = 0.021
        ((5, 0, 5), ""),  # p = 0.0625: ties are no evidence
        ((6, 0, 4), "model-a"),  # p = 0.031
        ((15, 5, 0), "model-a"),  # p = 0.041
        ((14, 6, 0), ""),  # p = 0.115
    ],
)
def test_a_winner_by_votes_needs_enough_of_them(counts: tuple[int, int, int], winner: str) -> None:
    assert voted(*counts)[0] == winner


def test_the_reason_has_the_count() -> None:
    assert voted(10, 0)[1] == "model-a wins by votes: 10 votes."
    assert voted(1, 0)[1].startswith("No winner by votes: 1 vote; too few")
    assert voted(8, 2)[1].endswith("10 votes; no model is ahead of every other.")
    assert voted(0, 0)[1] == "No votes."


def test_nobody_wins_while_a_model_took_no_part() -> None:
    runs = [pair(number, f"p{number}", "a", "b") for number in range(1, 11)]
    votes = tuple(vote(one, "first") for one in runs)
    third = run(11, "p1", [lane(11, 0, model=model("model-c"))])
    decision = by_votes(compare(session(*runs, third, votes=votes)))
    assert decision.winner == ""
    assert decision.reason == "No winner by votes: 10 votes; model-c took no part."
    alone = compare(session(*runs, third, votes=votes), Choice(models=("model-a", "model-b")))
    assert by_votes(alone).winner == "model-a"


def test_whoever_wins_is_ahead_of_all_others() -> None:
    def winner(*better: tuple[int, int]) -> str:
        """Of three models, where in ten runs the first of each two got the vote."""
        runs, votes = [], []
        for number in range(1, 11):
            lanes = [
                lane(number, at, model=model(f"model-{name}")) for at, name in enumerate("abc")
            ]
            runs.append(run(number, f"p{number}", lanes))
            votes += [
                Vote(lanes[one].side, lanes[other].side, "first", False, None, BEGAN)
                for one, other in better
            ]
        return by_votes(compare(session(*runs, votes=tuple(votes)))).winner

    assert winner((0, 1), (0, 2)) == "model-a"
    assert winner((0, 1), (0, 2), (2, 1)) == "model-a"
    assert winner((0, 1), (1, 2), (2, 0)) == ""
    assert winner((0, 1), (2, 1)) == ""


def rated(first: list[int | None], second: list[int | None]) -> tuple[str, int]:
    runs = [
        pair(number, f"p{number}", "a", "b", rating=both)
        for number, both in enumerate(zip(first, second, strict=True), 1)
    ]
    decision = by_ratings(compare(session(*runs)))
    return decision.winner, decision.count


def test_a_winner_by_ratings_needs_enough_prompts() -> None:
    assert rated([5] * 10, [3] * 10) == ("model-a", 10)
    assert rated([5] * 9 + [None], [3] * 10) == ("", 9)
    assert rated([3] * 10, [3] * 10) == ("", 10)
    assert rated([None], [None]) == ("", 0)


def test_many_samples_of_one_prompt_are_one_prompt() -> None:
    runs = [pair(number, "the same", "a", "b", rating=(5, 1)) for number in range(1, 21)]
    decision = by_ratings(compare(session(*runs)))
    assert (decision.winner, decision.count) == ("", 1)
    assert decision.reason.startswith("No winner by ratings: 1 prompt rated for")
