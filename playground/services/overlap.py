"""The one home of rouge-score and sacrebleu: how much an answer shares with its references."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any


@functools.cache
def _rouge() -> Any:
    from rouge_score.rouge_scorer import RougeScorer  # 0.5 s: it brings NLTK for its stemmer

    return RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)


@functools.cache
def _sacrebleu() -> tuple[Any, Any]:
    from sacrebleu.metrics.bleu import BLEU  # 0.15 s
    from sacrebleu.metrics.chrf import CHRF

    return BLEU(effective_order=True), CHRF()


@functools.lru_cache(maxsize=64)
def _shared(reference: str, answer: str) -> Mapping[str, float]:
    """All three at once, since the library stems and cuts the words for each call anew."""
    scores = _rouge().score(reference, answer)
    return {kind: float(one.fmeasure) for kind, one in scores.items()}


def _by_rouge(kind: str) -> Callable[[str, Sequence[str]], float]:
    def score(answer: str, references: Sequence[str]) -> float:
        return max((_shared(reference, answer)[kind] for reference in references), default=0.0)

    return score


def bleu(answer: str, references: Sequence[str]) -> float:
    """Sentence BLEU by sacrebleu with its 13a tokenizer and effective order, 0 to 1."""
    return float(_sacrebleu()[0].sentence_score(answer, list(references)).score) / 100


def chrf(answer: str, references: Sequence[str]) -> float:
    """Sentence chrF2 by sacrebleu, 0 to 1."""
    return float(_sacrebleu()[1].sentence_score(answer, list(references)).score) / 100


OVERLAPS: Mapping[str, Callable[[str, Sequence[str]], float]] = MappingProxyType(
    {
        "rouge1": _by_rouge("rouge1"),
        "rouge2": _by_rouge("rouge2"),
        "rougeL": _by_rouge("rougeL"),
        "bleu": bleu,
        "chrf": chrf,
    }
)
"""By the metric's name; ROUGE is the F-measure with Porter stemming, the best of all references."""
