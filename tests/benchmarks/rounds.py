"""Rounds that alternate, so that a noisy machine is noisy for all."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping


def alternate(rounds: int, tried: Mapping[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Measure each in turn, round after round."""
    found: dict[str, list[float]] = {name: [] for name in tried}
    for _ in range(rounds):
        for name, measure in tried.items():
            found[name].append(measure())
    return found


def timed(act: Callable[[], object]) -> Callable[[], float]:
    """Does something and gives the seconds that it took."""

    def measure() -> float:
        began = time.perf_counter()
        act()
        return time.perf_counter() - began

    return measure
