"""What of a session is compared, in which order, and what is kept from the eyes of others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from playground.errors import PlaygroundError

Order: TypeAlias = Literal["recorded", "name", "speed", "rating"]
ORDERS: tuple[Order, ...] = get_args(Order)
"""Of the models: as they were first run, by name, the fastest first, the best rated first."""

_RANGE = re.compile(r"(\d+)(?:-(\d+))?")
_MOST_RUNS = 1_000_000


class ChoiceError(PlaygroundError):
    """What is to be compared cannot be."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What to take of a session; everything by default."""

    runs: frozenset[int] | None = None
    """Numbers of the runs; None takes all."""
    models: tuple[str, ...] = ()
    """Ids of the models, in the order of their columns; empty takes all."""
    order: Order = "recorded"
    """Of the columns, where `models` does not give it."""
    fields: tuple[str, ...] = ()
    """Names of `fields.FIELDS` to export, in this order; empty takes all."""
    anonymise: bool = False
    """Whether the machine and where things lie on it are left out."""
    redact: tuple[re.Pattern[str], ...] = ()
    """What matches is replaced by `privacy.REDACTED` wherever it occurs."""


def read_runs(text: str) -> frozenset[int]:
    """Numbers and ranges such as "1,3,5-8"; raises `ChoiceError` for anything else."""
    found: set[int] = set()
    for part in text.split(","):
        match = _RANGE.fullmatch(part.strip())
        low, high = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= low <= high <= _MOST_RUNS:
            raise ChoiceError(
                f"Runs are numbers and ranges from 1 on, not {part.strip()!r}.",
                "For example 1,3,5-8.",
            )
        found.update(range(low, high + 1))
    return frozenset(found)


def read_patterns(texts: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """Regular expressions as Python has them; raises `ChoiceError` for what is none."""
    found = []
    for text in texts:
        try:
            pattern = re.compile(text)
        except (re.error, OverflowError, RecursionError) as error:
            raise ChoiceError(
                f"The pattern {text!r} is no regular expression: {error}.",
                "A backslash before . ( [ * + ? and the like takes them as they are.",
            ) from error
        if pattern.match(""):
            raise ChoiceError(
                f"The pattern {text!r} matches the empty text, which is everywhere.",
                "Let it match at least one character.",
            )
        found.append(pattern)
    return tuple(found)
