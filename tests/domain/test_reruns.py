from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from playground.domain.blind import letter, shuffled
from playground.domain.reruns import again, same_columns
from playground.domain.runs import RunRequest, plan
from playground.engines.parameters import SEED_LIMIT
from playground.services.catalog import load_templates
from tests.domain.entries import entry

MODELS = [entry("a"), entry("b")]


def asked(prompt: str = "hello", models: list[Any] = MODELS, **rest: Any) -> RunRequest:
    return plan(models, load_templates(), prompt=prompt, **rest)


def test_a_drawn_seed_is_drawn_again_for_all_alike() -> None:
    lanes = again(asked(samples=2).lanes, seed=SEED_LIMIT - 1)
    assert [lane.sampling.seed for lane in lanes] == [SEED_LIMIT - 1, 0] * 2
    assert {lane.version for lane in lanes} == {2}
    assert again(lanes)[0].version == 3


def test_a_seed_that_was_set_is_kept() -> None:
    request = asked(chosen={"seed": 4}, samples=2)
    assert [lane.sampling for lane in again(request.lanes)] == [
        lane.sampling for lane in request.lanes
    ]


def test_a_seed_set_for_one_model_is_kept_there_alone() -> None:
    request = asked(per_model={"b": {"seed": 4}})
    assert [lane.sampling.seed for lane in again(request.lanes, seed=9)] == [9, 4]


def test_columns_stay_where_only_sampling_changes() -> None:
    old = asked()
    assert same_columns(old, asked(chosen={"temperature": 0.1, "seed": 3}))
    assert not same_columns(old, asked("another"))
    assert not same_columns(old, asked(models=MODELS[::-1]))
    assert not same_columns(old, asked(samples=2))
    later = replace(old, lanes=again(old.lanes))
    assert same_columns(later, old)


@given(st.integers(0, SEED_LIMIT - 1), st.integers(0, 12))
def test_a_shuffle_is_an_order_that_its_seed_gives_again(seed: int, count: int) -> None:
    order = shuffled(range(count), seed)
    assert sorted(order) == list(range(count))
    assert order == shuffled(range(count), seed)


def test_shuffles_differ() -> None:
    assert {tuple(shuffled("ab", seed)) for seed in range(20)} == {("a", "b"), ("b", "a")}


def test_letters() -> None:
    assert [letter(place) for place in (0, 1, 25, 26, 27, 701, 702)] == [
        "A",
        "B",
        "Z",
        "AA",
        "AB",
        "ZZ",
        "AAA",
    ]
