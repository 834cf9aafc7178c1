"""What the benchmarks share: rounds that alternate, medians, one line per figure."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping


def alternate(rounds: int, tried: Mapping[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Measure each in turn, round after round, so that a noisy machine is noisy for all."""
    found: dict[str, list[float]] = {name: [] for name in tried}
    for _ in range(rounds):
        for name, measure in tried.items():
            found[name].append(measure())
    return found


def line(name: str, values: list[float], unit: str) -> str:
    """Median and range of what was measured."""
    middle = statistics.median(values)
    return f"{name:<28}{middle:9.3f} {unit}  ({min(values):.3f} to {max(values):.3f})"


def verdict(name: str, ratio: float, budget: float, *, at_least: bool) -> str:
    """A ratio with its budget beside it."""
    kept = ratio >= budget if at_least else ratio <= budget
    sign = ">=" if at_least else "<="
    return f"{name:<28}{ratio:9.3f}     budget {sign} {budget}  {'kept' if kept else 'MISSED'}"
