"""Comparing without names: columns in an order drawn from a seed, called A, B, C."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def shuffled(items: Sequence[T], seed: int) -> list[T]:
    """The items in the order this seed gives, always the same for the same number of items."""
    # Sorting by drawn keys, whose values the language fixes; `shuffle` may change with it.
    draw = random.Random(seed)
    keys = [draw.random() for _ in items]
    return [items[at] for at in sorted(range(len(items)), key=keys.__getitem__)]


def letter(place: int) -> str:
    """The name of a column by its place from 0: A to Z, then AA, AB and so on."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
