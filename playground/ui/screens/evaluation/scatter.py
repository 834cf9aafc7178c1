"""Quality against speed and against memory, as points in a field of letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.content import Content

from playground.domain.evaluation import TaskResult
from playground.domain.metrics import METRICS
from playground.domain.terminal import visible

_ROWS = 8
_MARGIN = 8
"""Columns for the figures beside the field."""


class Dot(NamedTuple):
    """A model."""

    model: str
    x: float
    y: float


def scatter_plots(result: TaskResult, width: int) -> Iterator[Content]:
    """A field for each quantity that is known of two models at least."""
    quality = METRICS[result.first_metric].title
    speeds = {m: one.tokens_per_second for m, one in result.efforts.items()}
    memory = {m: (one.memory_bytes or 0) / 1e6 for m, one in result.efforts.items()}
    for unit, of in (("tokens per second", speeds), ("MB of memory", memory)):
        dots = [
            Dot(model, x, score.estimate.mean)
            for model in result.models
            if (x := of.get(model)) and (score := result.score(model, result.first_metric))
        ]
        if len(dots) > 1:
            yield Content(f"{quality} against {unit}")
            yield from map(Content, field(dots, width))
            yield Content("")


def field(dots: Sequence[Dot], width: int) -> Iterator[str]:
    """The points as numbers on a field with its axes, and below which number is which model."""
    columns = max(10, width - _MARGIN - 2)
    left, right = min(one.x for one in dots), max(one.x for one in dots)
    low, high = min(one.y for one in dots), max(one.y for one in dots)
    rows = [[" "] * columns for _ in range(_ROWS)]
    for number, one in enumerate(dots, 1):
        sign = str(number)
        across = _share(one.x, left, right) * (columns - len(sign) - 1)
        row = rows[_ROWS - 1 - round(_share(one.y, low, high) * (_ROWS - 1))]
        at = round(across)
        # Points in one place stand beside one another.
        while at + len(sign) < columns and row[at] != " ":
            at += len(sign) + 1
        for place, letter in enumerate(sign):
            if at + place < columns:
                row[at + place] = letter
    for number, row in enumerate(rows):
        figure = {0: f"{high:.3f}", _ROWS - 1: f"{low:.3f}"}.get(number, "")
        yield f"{figure:>{_MARGIN - 2}} │{''.join(row).rstrip()}"
    first, last = f"{left:,.4g}", f"{right:,.4g}"
    yield " " * (_MARGIN - 1) + "└" + "─" * columns
    yield " " * _MARGIN + first + last.rjust(columns - len(first))
    for number, one in enumerate(dots, 1):
        yield f"{number:>{_MARGIN - 2}}  {visible(one.model)}: {one.y:.3f} at {one.x:,.4g}"


def _share(value: float, low: float, high: float) -> float:
    return (value - low) / (high - low) if high > low else 0.5
