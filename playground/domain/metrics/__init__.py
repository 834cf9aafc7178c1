"""The metrics by name: which way is better, and whether an answer is only right or wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from playground.domain.tasks import Direction


@dataclass(frozen=True, slots=True)
class Metric:
    """What a metric is, apart from how it is computed."""

    name: str
    title: str
    direction: Direction
    binary: bool
    """Whether one answer gets 0 or 1 and nothing between."""
    meaning: str


_ALL = (
    Metric(
        "exact_match",
        "Exact match",
        "higher",
        True,
        "Same as a reference, after SQuAD's normalisation.",
    ),
    Metric("f1", "Token F1", "higher", False, "Words shared with the nearest reference (SQuAD)."),
    Metric("accuracy", "Accuracy", "higher", True, "The right label or number was given."),
    Metric("rouge1", "ROUGE-1", "higher", False, "F-measure of single words (Lin, 2004)."),
    Metric("rouge2", "ROUGE-2", "higher", False, "F-measure of pairs of words (Lin, 2004)."),
    Metric("rougeL", "ROUGE-L", "higher", False, "F-measure of the longest common subsequence."),
    Metric("bleu", "BLEU", "higher", False, "Sentence BLEU, 0 to 1 (Papineni et al., 2002)."),
    Metric(
        "chrf", "chrF", "higher", False, "F-score of character n-grams, 0 to 1 (Popović, 2015)."
    ),
    Metric(
        "constraints", "Constraints", "higher", False, "Share of an answer's constraints that hold."
    ),
    Metric(
        "all_constraints",
        "All constraints",
        "higher",
        True,
        "Every constraint of the answer holds.",
    ),
    Metric("passed", "pass@1", "higher", True, "The generated program passes its tests."),
    Metric("words", "Words", "lower", False, "Length of the answer in words."),
    Metric(
        "compression", "Compression", "lower", False, "Words of the answer over words of its text."
    ),
    Metric(
        "likelihood",
        "Likelihood choice",
        "higher",
        True,
        "The right choice has the greatest log-likelihood (acc).",
    ),
    Metric(
        "likelihood_norm",
        "Likelihood choice by length",
        "higher",
        True,
        "The right choice has the greatest log-likelihood per character (acc_norm).",
    ),
)
METRICS: Mapping[str, Metric] = MappingProxyType({metric.name: metric for metric in _ALL})
"""By name."""
