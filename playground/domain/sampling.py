"""From what a person set, what the model was made for and the defaults to one `Sampling`."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from types import MappingProxyType

from playground.engines.parameters import (
    PARAMETERS,
    PARAMETERS_BY_NAME,
    SEED_LIMIT,
    Parameter,
    Sampling,
)

__all__ = [
    "PARAMETERS",
    "PARAMETERS_BY_NAME",
    "PRESETS",
    "Parameter",
    "Sampling",
    "combine",
    "parse",
    "random_seed",
    "read",
]

PRESETS: Mapping[str, Mapping[str, float | int]] = MappingProxyType(
    {
        "greedy": {"temperature": 0.0, "top_k": 1, "top_p": 1.0, "repetition_penalty": 1.0},
        "balanced": {"temperature": 0.7, "top_k": 40, "top_p": 0.95, "repetition_penalty": 1.05},
        "creative": {"temperature": 1.1, "top_k": 100, "top_p": 0.98, "repetition_penalty": 1.1},
    }
)


def random_seed() -> int:
    """A seed to record and repeat, 0 <= seed < 2**31."""
    return secrets.randbelow(SEED_LIMIT)


def parse(name: str, text: str) -> float | int:
    """Read one parameter as typed; raises `ValueError` saying what is wrong with it."""
    return read(PARAMETERS_BY_NAME[name], text)


def read(parameter: Parameter, text: str) -> float | int:
    """Read the value of any parameter; raises `ValueError` saying what is wrong with it."""
    try:
        value = parameter.kind(text.strip())
    except ValueError:
        wanted = "a whole number" if parameter.kind is int else "a number"
        raise ValueError(f"{parameter.name} must be {wanted}, not {text.strip()!r}.") from None
    problem = parameter.problem(value)
    if problem:
        raise ValueError(problem)
    return value


def combine(
    model: Mapping[str, float | int],
    chosen: Mapping[str, float | int],
    *,
    stop: tuple[str, ...] = (),
    grammar: str = "",
    json_schema: str = "",
) -> Sampling:
    """What a person chose over what the model was made for over the defaults.

    The seed is drawn where neither names one. `problems()` of the result tells whether it may run.
    """
    values = {**model, **chosen}
    values.setdefault("seed", random_seed())
    known = {name: value for name, value in values.items() if name in PARAMETERS_BY_NAME}
    return Sampling(
        **known,  # type: ignore[arg-type]
        stop=stop,
        grammar=grammar,
        json_schema=json_schema,
    )
