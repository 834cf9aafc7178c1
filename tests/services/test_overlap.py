import math
from collections import Counter

import pytest
import sacrebleu
from hypothesis import given, settings
from hypothesis import strategies as st
from rouge_score.rouge_scorer import RougeScorer

from playground.services.overlap import OVERLAPS, bleu, chrf

WORDS = st.lists(st.sampled_from(["cat", "dog", "sun", "sat", "mat"]), min_size=1, max_size=9)
FEW = settings(max_examples=40, deadline=None)


def grams(words: list[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[at : at + n]) for at in range(len(words) - n + 1))


def f_measure(shared: float, said: int, wanted: int) -> float:
    return 2 * shared / (said + wanted) if shared else 0.0


@FEW
@given(WORDS, WORDS)
def test_rouge_follows_its_definition(said: list[str], wanted: list[str]) -> None:
    answer, reference = " ".join(said), " ".join(wanted)
    for n, name in ((1, "rouge1"), (2, "rouge2")):
        one, two = grams(said, n), grams(wanted, n)
        expected = f_measure(sum((one & two).values()), one.total(), two.total())
        assert OVERLAPS[name](answer, [reference]) == pytest.approx(expected, abs=1e-9)
    longest = [[0] * (len(wanted) + 1) for _ in range(len(said) + 1)]
    for i, one_word in enumerate(said):
        for j, other in enumerate(wanted):
            longest[i + 1][j + 1] = (
                longest[i][j] + 1
                if one_word == other
                else max(longest[i][j + 1], longest[i + 1][j])
            )
    expected = f_measure(longest[-1][-1], len(said), len(wanted))
    assert OVERLAPS["rougeL"](answer, [reference]) == pytest.approx(expected, abs=1e-9)


@FEW
@given(WORDS.filter(lambda words: len(words) >= 4), WORDS.filter(lambda words: len(words) >= 4))
def test_bleu_follows_its_definition(said: list[str], wanted: list[str]) -> None:
    """With the exponential smoothing of zero counts that sacrebleu uses by default."""
    logs, halving = 0.0, 1.0
    for n in range(1, 5):
        one, two = grams(said, n), grams(wanted, n)
        right = sum((one & two).values())
        if right == 0:
            halving *= 2
        precision = right / one.total() if right else 1 / (halving * one.total())
        logs += math.log(precision) / 4
    brevity = min(0.0, 1 - len(wanted) / len(said))
    expected = math.exp(logs + brevity) if set(said) & set(wanted) else 0.0
    assert bleu(" ".join(said), [" ".join(wanted)]) == pytest.approx(expected, abs=1e-9)


@FEW
@given(WORDS, WORDS)
def test_chrf_follows_its_definition(said: list[str], wanted: list[str]) -> None:
    one, two = "".join(said), "".join(wanted)
    precisions, recalls = [], []
    for n in range(1, 7):
        first, second = grams(list(one), n), grams(list(two), n)
        if first and second:
            shared = sum((first & second).values())
            precisions.append(shared / first.total())
            recalls.append(shared / second.total())
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    expected = 5 * precision * recall / (4 * precision + recall) if precision + recall else 0.0
    assert chrf(" ".join(said), [" ".join(wanted)]) == pytest.approx(expected, abs=1e-9)


def test_the_best_reference_counts() -> None:
    assert OVERLAPS["rouge1"]("the sun sat", ["a dog", "the sun sat"]) == 1.0
    assert all(one("", ["the sun"]) == 0 for one in OVERLAPS.values())


LINES = st.text(alphabet="aeinst. ,é12-", max_size=40)


@FEW
@given(LINES, st.lists(LINES, min_size=1, max_size=3))
def test_any_text_scores_as_the_libraries_say(answer: str, references: list[str]) -> None:
    scorer = RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)
    for name in ("rouge1", "rouge2", "rougeL"):
        best = max(scorer.score(one, answer)[name].fmeasure for one in references)
        assert OVERLAPS[name](answer, references) == pytest.approx(best, abs=1e-9)
    theirs = sacrebleu.sentence_bleu(answer, references, use_effective_order=True).score
    assert bleu(answer, references) == pytest.approx(theirs / 100, abs=1e-9)
    theirs = sacrebleu.sentence_chrf(answer, references).score
    assert chrf(answer, references) == pytest.approx(theirs / 100, abs=1e-9)
