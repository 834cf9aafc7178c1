"""How well a file does on documents that were never trained."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from playground.demo.corpus.document import Document
from playground.demo.engine import FileModel
from playground.demo.paraphrases import PARAPHRASES
from playground.demo.parity import Agreement

COUNTS = {"question": 300, "summary": 150, "code": 150, "faq": 150, "refusal": 100}
"""Held-out documents per task."""
PERPLEXITY_DOCUMENTS = 120
TRAILS = (("a space", " "), ("a line break", "\n"))
"""What people leave behind the end of a prompt."""
TRAILED = 100
SEED = 11


@dataclass(frozen=True, slots=True)
class Score:
    """One figure with the number of prompts behind it."""

    task: str
    measure: str
    value: float
    count: int


@dataclass(frozen=True, slots=True)
class FileReport:
    """Everything measured on one file."""

    path: Path
    quantisation: str
    agreement: Agreement
    scores: tuple[Score, ...]


def words_of(text: str) -> list[str]:
    """Split into lower-case words and numbers."""
    return re.findall(r"[a-z0-9]+", text.lower())


def exact(answer: str, expected: str) -> float:
    """1 where both are the same but for outer white space."""
    return float(answer.strip() == expected.strip())


def overlap(answer: str, expected: str) -> float:
    """F1 of the words, as SQuAD counts it but articles stay."""
    one, two = words_of(answer), words_of(expected)
    shared = sum((Counter(one) & Counter(two)).values())
    return 2 * shared / (len(one) + len(two)) if shared else 0.0


def rouge_l(answer: str, expected: str) -> float:
    """F1 of the longest common subsequence of words (Lin, 2004)."""
    one, two = words_of(answer), words_of(expected)
    row = [0] * (len(two) + 1)
    for word in one:
        before = 0
        for at, other in enumerate(two, start=1):
            before, row[at] = row[at], before + 1 if word == other else max(row[at], row[at - 1])
    return 2 * row[-1] / (len(one) + len(two)) if row[-1] else 0.0


Measure = Callable[[str, str], float]
MEASURES: dict[str, tuple[tuple[str, Measure], ...]] = {
    "question": (("EM", exact), ("F1", overlap)),
    "summary": (("EM", exact), ("ROUGE-L", rouge_l)),
    "code": (("EM", exact),),
    "faq": (("EM", exact),),
    "refusal": (("EM", exact),),
}


def examples(held_out: Sequence[Document]) -> dict[str, list[Document]]:
    """Choose held-out documents with one right answer, without repeats."""
    rng = random.Random(SEED)
    chosen: dict[str, list[Document]] = {}
    for task, count in COUNTS.items():
        pool: dict[str, Document] = {}
        for document in held_out:
            if document.task == task and _decided(document):
                pool.setdefault(document.key, document)
        chosen[task] = rng.sample(list(pool.values()), min(count, len(pool)))
    return chosen


def _decided(document: Document) -> bool:
    """Leave out code prompts without argument names and prompts that end in white space."""
    prompt = document.prompt
    return prompt == prompt.rstrip() and (document.task != "code" or prompt.endswith("):"))


def _mean(function: Measure, pairs: Sequence[tuple[str, str]]) -> float:
    return sum(function(*pair) for pair in pairs) / len(pairs)


def measure(
    model: FileModel,
    held_out: Sequence[Document],
    ids: Callable[[Document], tuple[list[int], list[bool]]],
) -> list[Score]:
    """Score one file on every task; `ids` gives the tokens of a document and which count."""
    scores: list[Score] = []
    chosen = examples(held_out)
    for task, documents in chosen.items():
        pairs = [(model.complete(document.prompt), document.answer) for document in documents]
        for name, function in MEASURES[task]:
            scores.append(Score(task, name, _mean(function, pairs), len(pairs)))
        if task == "question":
            asked = [re.search(r"\bwho\b", one.prompt, re.IGNORECASE) for one in documents]
            who = [pair for pair, found in zip(pairs, asked, strict=True) if found]
            scores.append(Score("question that asks who", "EM", _mean(exact, who), len(who)))
    for name, trail in TRAILS:
        documents = chosen["question"][:TRAILED]
        pairs = [
            (model.complete(document.prompt + trail), document.answer) for document in documents
        ]
        scores.append(Score(f"question and {name}", "EM", _mean(exact, pairs), len(pairs)))
    pairs = [(model.complete(question), answer) for question, answer in PARAPHRASES]
    scores.append(Score("faq, new wording", "EM", _mean(exact, pairs), len(pairs)))
    total, count = 0.0, 0
    for document in held_out[:PERPLEXITY_DOCUMENTS]:
        tokens_of, counted = ids(document)
        if len(tokens_of) > model.context:
            continue
        summed, tokens = model.surprise(tokens_of, counted)
        total, count = total + summed, count + tokens
    scores.append(Score("held-out answers", "perplexity per token", math.exp(total / count), count))
    return scores
