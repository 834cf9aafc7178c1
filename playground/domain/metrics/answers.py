"""Exact match and token F1 as SQuAD counts them (Rajpurkar et al., 2016)."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence

_ARTICLE = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def normalised(text: str) -> str:
    """Lower case, without ASCII punctuation, English articles and surplus white space."""
    lowered = text.lower().translate(_PUNCTUATION)
    return " ".join(_ARTICLE.sub(" ", lowered).split())


def exact_match(answer: str, references: Sequence[str]) -> float:
    """1 where the answer is one of the references, else 0."""
    said = normalised(answer)
    return float(any(said == normalised(reference) for reference in references))


def f1(answer: str, references: Sequence[str]) -> float:
    """The best F1 of shared words, 0 to 1.

    Where one side has no words left, 1 if neither has any, else 0.
    """
    return max((_f1(answer, reference) for reference in references), default=0.0)


def _f1(answer: str, reference: str) -> float:
    said, wanted = normalised(answer).split(), normalised(reference).split()
    if not said or not wanted:
        return float(said == wanted)
    shared = sum((Counter(said) & Counter(wanted)).values())
    if not shared:
        return 0.0
    precision, recall = shared / len(said), shared / len(wanted)
    return 2 * precision * recall / (precision + recall)


def accuracy(answer: str, references: Sequence[str]) -> float:
    """1 where the answer is the same label or number as a reference, else 0.

    Numbers are compared by value, so that 1,200.0 is 1200.
    """
    said = number(answer)
    if said is not None:
        return float(any(said == number(one) for one in references))
    return float(any(_label(answer) == _label(one) for one in references))


def _label(text: str) -> str:
    """Without case, and punctuation around it; "A" stays a label and is no article."""
    return " ".join(text.casefold().strip(string.punctuation + string.whitespace).split())


def number(text: str) -> float | None:
    """The number that a text is, commas and a sign before a currency allowed; None for others."""
    found = _NUMBER.fullmatch(text.strip().strip("$€£.").strip())
    return float(found[0].replace(",", "")) if found else None


def words(text: str) -> int:
    """How many words a text has, as white space parts them."""
    return len(text.split())


def compression(answer: str, texts: Iterable[str]) -> float:
    """Words of an answer over those of the longest of the texts it was made from; 0 without one."""
    whole = max(map(words, texts), default=0)
    return words(answer) / whole if whole else 0.0
