"""The corpus as a whole: how many documents of each task, and which are never trained."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from playground.demo.corpus import code, faq, questions, refusals, statements, stories, summaries
from playground.demo.corpus.document import Document

Maker = Callable[[random.Random], Document]


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the training sees: generators with their share of the documents."""

    shares: tuple[tuple[Maker, int], ...]
    seed: int
    answers_only: bool = False
    """True where prompts are not learned, and some are asked in lower case throughout."""


FIRST = Part(
    (
        (questions.generate, 40),
        (stories.generate, 13),
        (summaries.generate, 13),
        (code.generate, 9),
        (faq.generate, 16),
        (refusals.generate, 8),
        (faq.generate_life, 1),
    ),
    seed=20,
)
SECOND = Part(
    (
        (questions.generate, 38),
        (stories.generate, 10),
        (summaries.generate, 11),
        (code.generate, 9),
        (faq.generate, 13),
        (faq.generate_late, 9),
        (refusals.generate, 5),
        (statements.generate, 4),
        (faq.generate_life, 1),
    ),
    seed=21,
)
"""Fresh documents, with more small talk, more wordings and more to decline."""


THIRD = Part(
    (
        (questions.generate_more, 50),
        (stories.generate, 8),
        (summaries.generate, 9),
        (code.generate, 7),
        (faq.generate, 9),
        (faq.generate_late, 8),
        (refusals.generate, 5),
        (statements.generate, 3),
        (faq.generate_life, 1),
    ),
    seed=22,
    answers_only=True,
)
"""Fresh documents again, half of them passages; all effort goes into the answers."""
LOWERED = 0.2
"""Share of the questions about facts that the last part writes in lower case."""


def documents(count: int, part: Part = FIRST) -> Iterator[Document]:
    """Write `count` documents, the same ones for the same part."""
    rng = random.Random(part.seed)
    makers = [maker for maker, _ in part.shares]
    weights = [share for _, share in part.shares]
    for _ in range(count):
        document = rng.choices(makers, weights=weights)[0](rng)
        yield _unprompted(rng, document) if part.answers_only else document


def _unprompted(rng: random.Random, document: Document) -> Document:
    """Take the weight off prompts, but not off the beginnings of stories."""
    lower = document.task in {"faq", "refusal"} and rng.random() < LOWERED
    segments = tuple(
        segment
        if segment.final
        else replace(
            segment,
            weight=segment.weight if document.task == "story" else 0.0,
            text=segment.text.lower() if lower else segment.text,
        )
        for segment in document.segments
    )
    return replace(document, segments=segments)


def split(count: int, part: Part = FIRST) -> tuple[list[Document], list[Document]]:
    """Write the corpus and part it into training and held-out documents."""
    training: list[Document] = []
    held_out: list[Document] = []
    for document in documents(count, part):
        always = document.key.startswith(faq.CORE)
        (held_out if document.held_out() and not always else training).append(document)
    return training, held_out
