from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engines.parameters import PARAMETERS, Parameter, Sampling

anything = (
    st.integers() | st.floats() | st.text(max_size=3) | st.none() | st.booleans() | st.just([1])
)


def test_the_defaults_may_run() -> None:
    assert Sampling().problems() == []


def test_every_number_has_a_range() -> None:
    named = {field.name for field in dataclasses.fields(Sampling)} - {
        "stop",
        "grammar",
        "json_schema",
    }
    assert {parameter.name for parameter in PARAMETERS} == named


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda one: one.name)
def test_the_ends_of_the_range_belong_to_it(parameter: Parameter) -> None:
    for end in (parameter.minimum, parameter.maximum):
        assert parameter.problem(parameter.kind(end)) is None
    step = 1 if parameter.kind is int else 1e-6
    for beyond in (parameter.minimum - step, parameter.maximum + step):
        problem = parameter.problem(parameter.kind(beyond))
        assert problem is not None
        assert problem.startswith(f"{parameter.name} must be between")


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda one: one.name)
@given(value=anything)
def test_what_passes_is_a_finite_number_in_range(parameter: Parameter, value: object) -> None:
    if parameter.problem(value) is None:
        assert isinstance(value, int | float)
        assert not isinstance(value, bool)
        assert math.isfinite(value)
        assert parameter.minimum <= value <= parameter.maximum
        assert parameter.kind is float or isinstance(value, int)


def test_every_problem_is_told() -> None:
    problems = Sampling(temperature=99, top_k=-5, stop=("",)).problems()
    assert [problem.split()[0] for problem in problems] == ["temperature", "top_k", "stop"]
