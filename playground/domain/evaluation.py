"""What an evaluation found: one record per answer, scores with intervals, pairs of models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from statistics import fmean

from playground.domain.metrics import METRICS
from playground.domain.metrics.passing import pass_at_k
from playground.domain.statistics import Difference, Estimate, difference, estimate, holm
from playground.domain.tasks import MetricUse, Task

LEVEL = 0.05
"""A corrected p below this tells two models apart."""


@dataclass(frozen=True, slots=True)
class Record:
    """One answer and what was made of it."""

    task: str
    model: str
    example: str
    sample: int
    output: str
    """As the model wrote it."""
    answer: str
    """What the filters left of it."""
    scores: Mapping[str, float]
    """By metric; 0 in everything where the model failed."""
    remark: str = ""
    """Why it is wrong, where a test or constraint tells."""
    error: str = ""
    """Why there is no answer."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    reused_tokens: int = 0
    seconds: float | None = None
    """For prompt and answer; None where the engine does not tell."""
    tokens_per_second: float | None = None
    memory_bytes: int | None = None
    joules: float | None = None
    """What the processor took meanwhile; None where that is not known."""
    logprobs: Mapping[str, float] = field(default_factory=dict)
    """How likely the model finds each choice: the natural logarithm; empty where nobody asked."""

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What there is one record of."""
        return self.task, self.model, self.example, self.sample


@dataclass(frozen=True, slots=True)
class Score:
    """One figure of the table."""

    model: str
    metric: str
    title: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Pair:
    """Two models on one task, by its first metric."""

    first: str
    second: str
    difference: Difference
    corrected: float
    """The p value after Holm's correction over all pairs of the task."""

    @property
    def told_apart(self) -> bool:
        """Whether the difference is more than chance would explain."""
        return self.corrected < LEVEL


@dataclass(frozen=True, slots=True)
class Effort:
    """What a model took for a task."""

    tokens_per_second: float | None
    """Median over the answers."""
    seconds: float | None
    """Mean per answer."""
    words: float
    """Mean length of an answer."""
    memory_bytes: int | None
    reused: float
    """Share of the prompt tokens that were still evaluated from the question before."""
    failed: int
    joules: float | None = None
    """Mean per answer; None where the machine does not tell."""


@dataclass(frozen=True, slots=True)
class TaskResult:
    """Everything found on one task."""

    task: Task
    models: tuple[str, ...]
    """Best first, by the task's first metric."""
    scores: tuple[Score, ...]
    pairs: tuple[Pair, ...]
    efforts: Mapping[str, Effort]
    records: tuple[Record, ...] = field(repr=False)

    @property
    def ranking(self) -> MetricUse:
        """The metric that ranks: the first of the task that was measured."""
        return ranking_metric(self.task, {one.metric for one in self.scores})

    @property
    def first_metric(self) -> str:
        """The name of the metric that ranks."""
        return self.ranking.name

    def score(self, model: str, metric: str) -> Score | None:
        """The figure of this model; None where there is none."""
        found = (one for one in self.scores if (one.model, one.metric) == (model, metric))
        return next(found, None)


def ranking_metric(task: Task, measured: Collection[str]) -> MetricUse:
    """The first metric of a task that was measured; its first where none was."""
    found = (use for use in task.metrics if use.name in measured)
    return next(found, task.metrics[0])


def per_example(records: Iterable[Record], metric: str) -> dict[str, float]:
    """The mean over the samples of each example, by its id."""
    found: dict[str, list[float]] = defaultdict(list)
    for record in records:
        if metric in record.scores:
            found[record.example].append(record.scores[metric])
    return {example: fmean(values) for example, values in sorted(found.items())}


def pass_per_example(records: Iterable[Record], k: int) -> dict[str, float]:
    """pass@k of each example that has k samples or more."""
    found: dict[str, list[float]] = defaultdict(list)
    for record in records:
        found[record.example].append(record.scores.get("passed", 0.0))
    return {
        example: pass_at_k(len(values), int(sum(values)), k)
        for example, values in sorted(found.items())
        if len(values) >= k
    }


def summarise(task: Task, records: Sequence[Record], models: Sequence[str]) -> TaskResult:
    """Scores, intervals and pairs of one task, the same for the same records in any order."""
    of = {model: [one for one in records if one.model == model] for model in models}
    of = {model: found for model, found in of.items() if found}
    scores: list[Score] = []
    for model, found in of.items():
        for use in task.metrics:
            values = list(per_example(found, use.name).values())
            if values:
                title = METRICS[use.name].title
                scores.append(Score(model, use.name, title, estimate(values)))
        samples = 1 + max(one.sample for one in found)
        if task.runs_code and samples > 1:
            values = list(pass_per_example(found, samples).values())
            if values:
                name = f"pass@{samples}"
                scores.append(Score(model, name, name, estimate(values)))
    first = ranking_metric(task, {one.metric for one in scores})
    sign = -1 if first.direction == "higher" else 1
    means = {one.model: one.estimate.mean for one in scores if one.metric == first.name}
    ranked = sorted(means, key=lambda model: (sign * means[model], list(models).index(model)))
    return TaskResult(
        task,
        tuple(ranked),
        tuple(scores),
        tuple(pairs(of, ranked, first.name)),
        {model: effort(found) for model, found in of.items()},
        tuple(sorted(records, key=lambda one: one.key)),
    )


def pairs(of: Mapping[str, Sequence[Record]], models: Sequence[str], metric: str) -> list[Pair]:
    """Every two models on the examples that both answered, p corrected over all of them."""
    values = {model: per_example(of[model], metric) for model in models}
    found = []
    for first, second in combinations(models, 2):
        shared = sorted(values[first].keys() & values[second].keys())
        if shared:
            one = [values[first][example] for example in shared]
            other = [values[second][example] for example in shared]
            found.append((first, second, difference(one, other)))
    corrected = holm([gap.p for _, _, gap in found])
    return [Pair(*pair, p) for pair, p in zip(found, corrected, strict=True)]


def effort(records: Sequence[Record]) -> Effort:
    """What these answers took."""
    speeds = sorted(one.tokens_per_second for one in records if one.tokens_per_second)
    seconds = [one.seconds for one in records if one.seconds is not None]
    joules = [one.joules for one in records if one.joules is not None]
    memory = [one.memory_bytes for one in records if one.memory_bytes]
    prompts = sum(one.prompt_tokens for one in records)
    return Effort(
        speeds[len(speeds) // 2] if speeds else None,
        fmean(seconds) if seconds else None,
        fmean(len(one.answer.split()) for one in records),
        max(memory, default=None),
        sum(one.reused_tokens for one in records) / prompts if prompts else 0.0,
        sum(bool(one.error) for one in records),
        fmean(joules) if joules else None,
    )


def verdict(pair: Pair, title: str, direction: str) -> str:
    """What a pair's test says, in a sentence."""
    gap = pair.difference
    if not pair.told_apart:
        more = ""
        if gap.needed is not None and gap.needed > gap.n:
            more = f"; a difference of this size would take about {gap.needed:,} to show"
        elif gap.mean == 0:
            more = "; they score the same"
        return (
            f"{pair.first} and {pair.second} are not distinguishable with these {gap.n} "
            f"examples ({title} {gap.mean:+.3f}, p = {pair.corrected:.3f}){more}."
        )
    ahead = (gap.mean > 0) == (direction == "higher")
    better, worse = (pair.first, pair.second) if ahead else (pair.second, pair.first)
    return (
        f"{better} does better than {worse} on these {gap.n} examples: {title} "
        f"{abs(gap.mean):.3f} apart, 95 % interval {gap.low:+.3f} to {gap.high:+.3f} "
        f"({gap.test}, p = {pair.corrected:.2g} after Holm's correction)."
    )


def disagreements(result: TaskResult, most: int = 5) -> list[tuple[str, list[Record]]]:
    """The examples on which the models differ most, with an answer of each, largest first."""
    metric = result.first_metric
    by_example: dict[str, dict[str, Record]] = defaultdict(dict)
    for record in result.records:
        by_example[record.example].setdefault(record.model, record)
    spreads = []
    for example, answers in by_example.items():
        values = [one.scores.get(metric, 0.0) for one in answers.values()]
        spreads.append((max(values) - min(values), example))
    spreads.sort(key=lambda one: (-one[0], one[1]))
    chosen = [example for spread, example in spreads[:most] if spread > 0]
    return [(one, [by_example[one][m] for m in result.models]) for one in chosen]
