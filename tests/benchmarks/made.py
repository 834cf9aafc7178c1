"""Measurements that are made up, for the tests of what is done with them."""

from __future__ import annotations

from tests.benchmarks.figures import Figure
from tests.benchmarks.results import Machine, Measurement

KEPT = Figure("reading a prompt", "tokens/s", 95.04, 90.0, "a script", 1.0556, 0.97, at_least=True)
MISSED = Figure("a key", "ms", 61.25, budget=50.0, judged="value", note="median 20 ms")
UNJUDGED = Figure("memory", "MB", 5514.0, 48.0, "a|b", 114.875, note="models take more")


def measurement(*figures: Figure, error: str = "", quick: bool = False) -> Measurement:
    """Of these figures, on one day on one machine."""
    machine = Machine("Abacus 3000", 2, "Linux x86_64", "3.11.9")
    date = "2026-01-02T03:04:05+00:00"
    return Measurement(date, "0.1.0", machine, quick, 1.5, figures, error)
