"""What a kind of input is: good ones, how they are spoiled, and how llmplay reads them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Outcome = Literal["accepted", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one input."""

    outcome: Outcome
    told: str = ""
    """The reason of a refusal or a failure, as a person meets it."""
    note: str = ""
    """What an accepted input went on to do, in a word or two; they are counted."""
    remarkable: bool = False
    """Whether it is kept though nothing failed."""


ACCEPTED = Tried("accepted")
Read = Callable[[Path], Tried]
"""Reads the input in a file. It may raise a `PlaygroundError` with a message that holds the name
of the file or what else the kind is known by: that is a refusal. Any other exception is a fault."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file or stream."""

    name: str
    suffix: str
    """Of a file with such an input."""
    seeds: Callable[[], Mapping[str, bytes]]
    """Good inputs by name, each of which is accepted."""
    change: Callable[[bytes, random.Random], bytes]
    """A spoiled copy of one of them."""
    reading: Callable[[], AbstractContextManager[Read]]
    """Sets up what reading needs, in a process that may die of it."""
    named: tuple[str, ...] = ("input",)
    """A refusal names one of these besides its reason; empty where there is nothing to name."""

    def make(self, seed: int, number: int) -> bytes:
        """The input of this number: the same for the same seed."""
        rng = random.Random(f"{seed} {self.name} {number}")
        return self.change(rng.choice(list(self.seeds().values())), rng)


def refused(reason: str) -> Tried:
    """A refusal that is no exception; without a reason it is a fault."""
    return Tried("refused", reason) if reason.strip() else Tried("failed", "refused without a word")
