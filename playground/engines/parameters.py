"""Sampling parameters: their meaning, their ranges and the check that guards native code."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

SEED_LIMIT = 2**31
"""Seeds are 0 <= seed < 2**31: the engines take a signed 32-bit integer."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One sampling parameter as people meet it: label, range and meaning."""

    name: str
    label: str
    kind: type[int] | type[float]
    minimum: float
    maximum: float
    meaning: str

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value`, or None where it is a number within the range."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return f"{self.name} must be a number, not {value!r}."
        if self.kind is int and not isinstance(value, int):
            return f"{self.name} must be a whole number, not {value}."
        if not math.isfinite(value) or not self.minimum <= value <= self.maximum:
            return f"{self.name} must be between {' and '.join(self.bounds)}, not {value}."
        return None

    @property
    def bounds(self) -> tuple[str, str]:
        """The least and the greatest value, as people write them."""
        return _written(self.minimum), _written(self.maximum)


def _written(value: float) -> str:
    return f"{int(value):,}" if float(value).is_integer() else f"{value:g}"


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "temperature",
        "Temperature",
        float,
        -1.0,
        10.0,
        "How much chance there is in each choice; 0 or less always takes the likeliest token.",
    ),
    Parameter(
        "top_k",
        "Top-k",
        int,
        0,
        1_000_000,
        "Choose among the k likeliest tokens only; 0 leaves this off.",
    ),
    Parameter(
        "top_p",
        "Top-p",
        float,
        0.0,
        1.0,
        "Choose among the likeliest tokens that together reach this probability; 1 is off.",
    ),
    Parameter(
        "repetition_penalty",
        "Repetition penalty",
        float,
        0.1,
        10.0,
        "Divides the score of tokens used lately; 1 is off.",
    ),
    Parameter(
        "last_n_tokens",
        "Penalty window",
        int,
        -1,
        1_000_000,
        "How many of the last tokens the penalty looks at; 0 is none, -1 is all.",
    ),
    Parameter(
        "seed",
        "Seed",
        int,
        0,
        SEED_LIMIT - 1,
        "The start of the random numbers: the same seed gives the same text.",
    ),
    Parameter(
        "max_new_tokens",
        "Max new tokens",
        int,
        0,
        1_000_000,
        "The completion ends after this many tokens at the latest.",
    ),
)

PARAMETERS_BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a completion is drawn; `PARAMETERS` holds the range and meaning of each number."""

    temperature: float = 0.8
    top_k: int = 40
    top_p: float = 0.95
    repetition_penalty: float = 1.1
    last_n_tokens: int = 64
    seed: int = 0
    max_new_tokens: int = 256
    stop: tuple[str, ...] = ()
    """The completion ends before the first of these; none may be empty."""
    grammar: str = ""
    """What the completion must be, in GBNF (llama.cpp's grammars/README.md); empty: anything."""
    json_schema: str = ""
    """The JSON schema that the completion must fulfil; empty: none."""

    def problems(self) -> list[str]:
        """Every reason why this must not reach an engine, in the order of the fields."""
        found: list[str] = []
        for field in fields(self):
            parameter = PARAMETERS_BY_NAME.get(field.name)
            problem = parameter.problem(getattr(self, field.name)) if parameter else None
            if problem:
                found.append(problem)
        if any(not isinstance(text, str) or not text for text in self.stop):
            found.append("stop strings must not be empty.")
        if self.grammar and self.json_schema:
            found.append("grammar and json_schema exclude one another.")
        return found
