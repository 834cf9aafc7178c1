"""The corpus as a whole: how many documents of each task, and which are never trained."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from playground.demo.corpus import code, faq, questions, refusals, stories, summaries
from playground.demo.corpus.document import Document

SHARES: tuple[tuple[Callable[[random.Random], Document], int], ...] = (
    (questions.generate, 40),
    (stories.generate, 13),
    (summaries.generate, 13),
    (code.generate, 9),
    (faq.generate, 16),
    (refusals.generate, 8),
    (faq.generate_life, 1),
)
"""Generators with their share of the documents."""
SEED = 20


def documents(count: int, seed: int = SEED) -> Iterator[Document]:
    """Write `count` documents, the same ones for the same seed."""
    rng = random.Random(seed)
    makers = [maker for maker, _ in SHARES]
    weights = [share for _, share in SHARES]
    for _ in range(count):
        yield rng.choices(makers, weights=weights)[0](rng)


def split(count: int, seed: int = SEED) -> tuple[list[Document], list[Document]]:
    """Write the corpus and part it into training and held-out documents."""
    training: list[Document] = []
    held_out: list[Document] = []
    for document in documents(count, seed):
        always = document.key.startswith(faq.CORE)
        (held_out if document.held_out() and not always else training).append(document)
    return training, held_out
