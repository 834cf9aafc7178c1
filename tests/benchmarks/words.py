"""Figures in words, for the terminal and the README alike."""

from __future__ import annotations

from tests.benchmarks.figures import Figure


def shown(value: float) -> str:
    """A number with three digits that count, and commas between thousands."""
    size = abs(value)
    if size >= 100 or value == int(value):
        return f"{value:,.0f}"
    if size >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if size >= 0.1 else f"{value:.2g}"


def budget(figure: Figure) -> str:
    """What it is to keep, with the unit where the value itself is meant; empty without one."""
    if figure.budget is None:
        return ""
    sign = "at least" if figure.at_least else "at most"
    unit = f" {figure.unit}".rstrip() if figure.judged == "value" else ""
    return f"{sign} {figure.budget:,g}{unit}"


def ratio(figure: Figure) -> str:
    """The ratio; empty without one."""
    return "" if figure.ratio is None else f"{figure.ratio:,.2f}"
