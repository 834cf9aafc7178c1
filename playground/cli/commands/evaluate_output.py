"""The figures of an evaluation as the command line prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from playground.domain.evaluation import Record, TaskResult, verdict
from playground.domain.metrics import METRICS


def progress_text(record: Record, done: int, total: int, before: int, seconds: float) -> str:
    """How far it is, and how long the rest will take at the pace so far."""
    left = (total - done) * seconds / max(1, done - before)
    return f"{done} of {total}, about {clock(left)} left: {record.task}, {record.model}"


def clock(seconds: float) -> str:
    """Seconds as people read them."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02} min" if whole >= 60 else f"{whole} s"


_COSTS = ("SECONDS", "JOULES", "TOKENS/S", "FAILED")
"""Means per answer, but for the last."""


def table_rows(result: TaskResult) -> Iterator[list[str]]:
    """A header, then the models, best first, every metric with its 95 % interval."""
    metrics = list(dict.fromkeys(one.metric for one in result.scores))
    titles = {one.metric: one.title for one in result.scores}
    yield ["MODEL", "N", *(titles[name].upper() for name in metrics), *_COSTS]
    for model in result.models:
        cells, n = [], 0
        for name in metrics:
            score = result.score(model, name)
            if score is None:
                cells.append("-")
                continue
            one, n = score.estimate, score.estimate.n
            cells.append(f"{one.mean:.3f} [{one.low:.3f}, {one.high:.3f}]")
        effort = result.efforts[model]
        speed = f"{effort.tokens_per_second:,.0f}" if effort.tokens_per_second else "-"
        seconds, joules = (
            "-" if one is None else f"{one:.2g}" for one in (effort.seconds, effort.joules)
        )
        yield [model, str(n), *cells, seconds, joules, speed, str(effort.failed)]


def values(results: Sequence[TaskResult]) -> list[dict[str, Any]]:
    """The same in plain values, with the tests of every pair."""
    return [
        {
            "task": result.task.name,
            "version": result.task.version,
            "ranking": list(result.models),
            "scores": [
                {
                    "model": one.model,
                    "metric": one.metric,
                    "mean": one.estimate.mean,
                    "low": one.estimate.low,
                    "high": one.estimate.high,
                    "n": one.estimate.n,
                }
                for one in result.scores
            ],
            "efforts": {
                model: {
                    "seconds": one.seconds,
                    "joules": one.joules,
                    "tokens_per_second": one.tokens_per_second,
                    "words": one.words,
                    "memory_bytes": one.memory_bytes,
                    "reused": one.reused,
                    "failed": one.failed,
                }
                for model, one in result.efforts.items()
            },
            "pairs": [
                {
                    "first": pair.first,
                    "second": pair.second,
                    "difference": pair.difference.mean,
                    "low": pair.difference.low,
                    "high": pair.difference.high,
                    "test": pair.difference.test,
                    "p": pair.difference.p,
                    "p_holm": pair.corrected,
                    "needed": pair.difference.needed,
                    "told": verdict(
                        pair,
                        METRICS[result.first_metric].title,
                        result.ranking.direction,
                    ),
                }
                for pair in result.pairs
            ],
        }
        for result in results
    ]
