"""Pages about an evaluation: plots in letters, verdicts, one example with every answer."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from playground.domain.evaluation import Record, TaskResult, verdict
from playground.domain.metrics import METRICS
from playground.domain.statistics import Estimate
from playground.domain.tasks import Example, Task
from playground.domain.terminal import visible
from playground.ui.catalog_line import shortened
from playground.ui.screens.evaluation.scatter import scatter_plots

_NAME = 24


def score_bar(one: Estimate, top: float, width: int) -> str:
    """A bar to the mean on an axis from 0 to `top`; the interval is its lighter part."""
    cells = []
    for at in range(width):
        place = (at + 0.5) / width * top
        mark = "█" if place <= one.low else "▓" if place <= one.mean else "░"
        cells.append(mark if place <= one.high else " ")
    return "".join(cells)


def interval(one: Estimate) -> str:
    """The mean and its 95 % interval."""
    return f"{one.mean:.3f} [{one.low:.3f}, {one.high:.3f}]"


def plots(results: Sequence[TaskResult], width: int) -> Content:
    """Bars of every metric, then quality against speed and against memory."""
    parts: list[Content] = []
    for result in results:
        parts.append(_heading(result.task.title))
        for use in result.task.metrics:
            scores = [one for m in result.models if (one := result.score(m, use.name))]
            if not scores:
                continue
            better = "more is better" if use.direction == "higher" else "less is better"
            parts.append(Content(f"{METRICS[use.name].title} with 95 % intervals, {better}"))
            top = max(1.0, *(one.estimate.high for one in scores))
            for one in scores:
                figure = interval(one.estimate)
                room = max(8, width - _NAME - cell_len(figure) - 2)
                bar = score_bar(one.estimate, top, room)
                parts.append(Content(f"{_name(one.model)} {bar} {figure}"))
            parts.append(Content(""))
        parts += scatter_plots(result, width)
    return Content("\n").join(parts)


def verdicts(results: Sequence[TaskResult], width: int) -> Content:
    """What the tests say of every two models."""
    parts: list[Content] = []
    for result in results:
        title = METRICS[result.first_metric].title
        parts.append(_heading(result.task.title))
        for pair in result.pairs:
            told = verdict(pair, title, result.ranking.direction)
            lines = textwrap.wrap(visible(told), max(20, width), subsequent_indent="  ")
            parts += map(Content, lines)
        if not result.pairs:
            parts.append(Content("One model alone: there is nothing to compare it with."))
        parts.append(Content(""))
    return Content("\n").join(parts)


def whole_example(task: Task, example: Example, records: Sequence[Record]) -> Content:
    """Prompt, what is wanted, and every answer with what each metric says of it."""
    parts = [_heading("Prompt"), Content(visible(task.asked(example))), Content("")]
    wanted = [*example.references, *([example.tests] if example.tests else [])]
    wanted += [f"{one.kind}: {_value(one.value)}" for one in example.constraints]
    parts += [_heading("Wanted"), Content(visible("\n".join(wanted) or "nothing in particular"))]
    for record in records:
        sample = f", sample {record.sample + 1}" if record.sample else ""
        parts += [Content(""), _heading(f"{visible(record.model)}{sample}")]
        parts += [Content(visible(line)) for line in _answer(record)]
    return Content("\n").join(parts)


def _answer(record: Record) -> Iterator[str]:
    scores = (f"{METRICS[name].title} {value:.3f}" for name, value in record.scores.items())
    yield ", ".join(scores) or "not scored"
    if record.remark:
        yield f"Remark: {record.remark}"
    if record.error:
        yield f"Error: {record.error}"
        return
    yield ""
    yield record.output.strip() or "(an empty answer)"
    if record.answer.strip() != record.output.strip():
        yield ""
        yield f"Taken as the answer: {record.answer.strip() or '(nothing)'}"


def _name(model: str) -> str:
    return set_cell_size(shortened(visible(model), _NAME), _NAME)


def _heading(text: str) -> Content:
    return Content.styled(text, "bold $accent")


def _value(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
