"""The metrics by name: what they are, which way is better, and how an answer is scored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from playground.domain.metrics import answers
from playground.domain.metrics.constraints import satisfied
from playground.domain.tasks import Direction, Example

Judge: TypeAlias = Callable[[str, Example], float]
"""The score of an answer, after the filters of its task, to an example."""
Need: TypeAlias = Literal["reference", "constraints", "tests", "choices", ""]


@dataclass(frozen=True, slots=True)
class Metric:
    """What a metric is, apart from how it is computed."""

    name: str
    title: str
    direction: Direction
    binary: bool
    """Whether one answer gets 0 or 1 and nothing between."""
    meaning: str
    judge: Judge | None = None
    """How an answer is scored; None where that takes a library (`services.overlap`), a sandbox or
    what the model itself finds likely (`services.evaluation.scoring`)."""
    needs: Need = "reference"
    """What every example must have for it; empty for nothing."""


_ALL = (
    Metric(
        "exact_match",
        "Exact match",
        "higher",
        True,
        "Same as a reference, after SQuAD's normalisation.",
        lambda answer, example: answers.exact_match(answer, example.references),
    ),
    Metric(
        "f1",
        "Token F1",
        "higher",
        False,
        "Words shared with the nearest reference (SQuAD).",
        lambda answer, example: answers.f1(answer, example.references),
    ),
    Metric(
        "accuracy",
        "Accuracy",
        "higher",
        True,
        "The right label or number was given.",
        lambda answer, example: answers.accuracy(answer, example.references),
    ),
    Metric("rouge1", "ROUGE-1", "higher", False, "F-measure of single words (Lin, 2004)."),
    Metric("rouge2", "ROUGE-2", "higher", False, "F-measure of pairs of words (Lin, 2004)."),
    Metric("rougeL", "ROUGE-L", "higher", False, "F-measure of the longest common subsequence."),
    Metric("bleu", "BLEU", "higher", False, "Sentence BLEU, 0 to 1 (Papineni et al., 2002)."),
    Metric(
        "chrf", "chrF", "higher", False, "F-score of character n-grams, 0 to 1 (Popović, 2015)."
    ),
    Metric(
        "constraints",
        "Constraints",
        "higher",
        False,
        "Share of an answer's constraints that hold.",
        lambda answer, example: satisfied(answer, example.constraints),
        needs="constraints",
    ),
    Metric(
        "all_constraints",
        "All constraints",
        "higher",
        True,
        "Every constraint of the answer holds.",
        lambda answer, example: float(satisfied(answer, example.constraints) == 1.0),
        needs="constraints",
    ),
    Metric(
        "passed",
        "pass@1",
        "higher",
        True,
        "The generated program passes its tests.",
        needs="tests",
    ),
    Metric(
        "words",
        "Words",
        "lower",
        False,
        "Length of the answer in words.",
        lambda answer, _: float(answers.words(answer)),
        needs="",
    ),
    Metric(
        "compression",
        "Compression",
        "lower",
        False,
        "Words of the answer over words of its text.",
        lambda answer, example: answers.compression(answer, example.values.values()),
    ),
    Metric(
        "likelihood",
        "Likelihood choice",
        "higher",
        True,
        "The right choice has the greatest log-likelihood (acc).",
        needs="choices",
    ),
    Metric(
        "likelihood_norm",
        "Likelihood choice by length",
        "higher",
        True,
        "The right choice has the greatest log-likelihood per character (acc_norm).",
        needs="choices",
    ),
)
METRICS: Mapping[str, Metric] = MappingProxyType({metric.name: metric for metric in _ALL})
"""By name."""
