from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domain.sampling import (
    PARAMETERS,
    PARAMETERS_BY_NAME,
    PRESETS,
    Sampling,
    combine,
    parse,
    random_seed,
)
from playground.engines.parameters import SEED_LIMIT


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_may_run(name: str) -> None:
    assert combine({}, PRESETS[name]).problems() == []
    assert set(PRESETS[name]) <= set(PARAMETERS_BY_NAME)


def test_presets_cannot_be_changed_by_accident() -> None:
    with pytest.raises(TypeError):
        PRESETS["mine"] = {}  # type: ignore[index]


def test_a_choice_goes_over_the_model_and_the_model_over_the_defaults() -> None:
    found = combine(
        {"temperature": 0.2, "top_k": 5, "unknown": 1}, {"temperature": 0.9}, stop=("x",)
    )
    assert (found.temperature, found.top_k, found.top_p) == (0.9, 5, Sampling().top_p)
    assert found.stop == ("x",)


def test_a_seed_is_drawn_where_none_is_named() -> None:
    seeds = {combine({}, {}).seed for _ in range(20)}
    assert len(seeds) > 15
    assert all(0 <= seed < SEED_LIMIT for seed in seeds)
    assert combine({"seed": 3}, {}).seed == 3
    assert combine({"seed": 3}, {"seed": 4}).seed == 4


def test_random_seeds_are_seeds() -> None:
    assert all(PARAMETERS_BY_NAME["seed"].problem(random_seed()) is None for _ in range(100))


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("temperature", "0.7", 0.7),
        ("temperature", " 1 ", 1.0),
        ("temperature", "-1", -1.0),
        ("top_k", "40", 40),
        ("seed", "2147483647", 2**31 - 1),
        ("max_new_tokens", "0", 0),
    ],
)
def test_what_is_typed_is_read(name: str, text: str, value: float) -> None:
    found = parse(name, text)
    assert found == value
    assert type(found) is PARAMETERS_BY_NAME[name].kind


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("temperature", "", "temperature must be a number, not ''"),
        ("temperature", "hot", "temperature must be a number, not 'hot'"),
        ("temperature", "11", "temperature must be between -1 and 10"),
        ("temperature", "inf", "temperature must be between"),
        ("top_k", "1.5", "top_k must be a whole number, not '1.5'"),
        ("top_k", "1e3", "top_k must be a whole number"),
        ("seed", "2147483648", "seed must be between 0 and 2,147,483,647, not 2147483648."),
    ],
)
def test_what_cannot_be_is_told(name: str, text: str, told: str) -> None:
    with pytest.raises(ValueError, match="must be") as caught:
        parse(name, text)
    assert told in str(caught.value)


@given(st.sampled_from([parameter.name for parameter in PARAMETERS]), st.text(max_size=12))
def test_whatever_is_typed_is_read_or_refused(name: str, text: str) -> None:
    value = None
    with contextlib.suppress(ValueError):
        value = parse(name, text)
    assert value is None or PARAMETERS_BY_NAME[name].problem(value) is None
