"""The lines of the scores, and all that is known of one."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size

from playground.domain.evaluation import TaskResult, verdict
from playground.domain.metrics import METRICS
from playground.domain.terminal import visible
from playground.ui.catalog_line import shortened
from playground.ui.screens.evaluation.texts import interval, score_bar

_FIGURE = 22
"""Cells of a mean with its interval."""


def score_line(result: TaskResult | None, model: str, count: str, width: int) -> str:
    """A model with how far it is (`count`), and its score as far as it is known."""
    score = result.score(model, result.first_metric) if result else None
    room = min(28, max(12, width - 50))
    head = f" {set_cell_size(shortened(visible(model), room), room)} {count} "
    bar_room = max(0, width - cell_len(head) - _FIGURE)
    if result is None or score is None:
        return head
    bar = score_bar(score.estimate, top_of_axis(result), bar_room)
    return f"{head}{bar:<{bar_room}} {interval(score.estimate)}"


def top_of_axis(result: TaskResult) -> float:
    """The end of the axis of the ranking metric."""
    name = result.first_metric
    return max([1.0, *(one.estimate.high for one in result.scores if one.metric == name)])


def figures(result: TaskResult, model: str) -> Iterator[str]:
    """Every metric of a model, what it took, and how it stands to the others."""
    scores = [one for one in result.scores if one.model == model]
    yield ", ".join(f"{one.title} {interval(one.estimate)}" for one in scores) or "not scored"
    effort = result.efforts[model]
    parts = [f"n = {scores[0].estimate.n}"] if scores else []
    if effort.tokens_per_second:
        parts.append(f"{effort.tokens_per_second:,.0f} tokens/s")
    if effort.seconds is not None:
        parts.append(f"{effort.seconds:.2g} s an answer")
    if effort.memory_bytes:
        parts.append(f"{effort.memory_bytes / 1e6:,.0f} MB")
    if effort.failed:
        parts.append(f"{effort.failed} failed")
    yield f"{model}: {', '.join(parts)}"
    title = METRICS[result.first_metric].title
    for pair in result.pairs:
        if model in {pair.first, pair.second}:
            yield verdict(pair, title, result.ranking.direction)


def clock(seconds: float) -> str:
    """Seconds as people read them, coarse enough not to change all the time."""
    if seconds >= 90:
        return f"{round(seconds / 60)} min"
    return f"{max(5, round(seconds / 5) * 5)} s"
