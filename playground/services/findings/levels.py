"""Scores by the difficulty of the examples: where a model breaks off, and where all are level."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

from playground.domain.evaluation import TaskResult, per_example
from playground.services.findings.pieces import Grid

LEVELS = {1: "Easy", 2: "Middling", 3: "Hard"}


def by_difficulty(result: TaskResult) -> Iterator[Grid]:
    """Means of the metric that ranks for each level; nothing where the examples have only one."""
    level_of = {example.id: example.difficulty for example in result.task.examples}
    answered = {record.example for record in result.records}
    counts = {
        level: sum(level_of[example] == level for example in answered)
        for level in sorted(set(map(level_of.__getitem__, answered)))
    }
    if len(counts) < 2:
        return
    rows = []
    for model in result.models:
        scores = per_example(
            (one for one in result.records if one.model == model), result.first_metric
        )
        cells = []
        for level in counts:
            values = [value for example, value in scores.items() if level_of[example] == level]
            cells.append(f"{fmean(values):.3f}" if values else "-")
        rows.append((model, *cells))
    header = ("Model", *(f"{LEVELS[level]} (n = {count})" for level, count in counts.items()))
    yield Grid(header, tuple(rows))
