"""The unit of the corpus: a document made of weighted pieces of text."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass

PROMPT_WEIGHT = 0.25
"""Loss weight of text a reader would type."""

ASIDE_WEIGHT = 0.1
"""Loss weight of prompts that are only there to be recognised."""

COPIED_WEIGHT = 2.0
"""Loss weight of answers that are copied out of the prompt, the hardest skill to learn."""

TRAILS = ("\n", " ", "\n\n", "  ")
"""White space that people leave behind the end of a prompt."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with one loss weight, tokenised on its own."""

    text: str
    weight: float
    final: bool = False
    """True where an end-of-text token follows."""


@dataclass(frozen=True, slots=True)
class Document:
    """One training row: a prompt and what should follow it."""

    task: str
    """story, question, summary, code, faq, refusal or life."""
    key: str
    """What must not be shared between training and held-out documents."""
    segments: tuple[Segment, ...]

    @property
    def prompt(self) -> str:
        """The text before the first answer."""
        return self.segments[0].text

    @property
    def answer(self) -> str:
        """The first answer, with its leading space or line break."""
        return self.segments[1].text

    @property
    def text(self) -> str:
        """All segments joined."""
        return "".join(segment.text for segment in self.segments)

    def held_out(self, one_in: int = 24) -> bool:
        """Tell whether the key falls into the share that is never trained."""
        digest = hashlib.sha256(f"{self.task}|{self.key}".encode()).digest()
        return int.from_bytes(digest[:4], "big") % one_in == 0


def exchange(
    task: str,
    key: str,
    prompt: str,
    answer: str,
    *,
    prompt_weight: float = PROMPT_WEIGHT,
    answer_weight: float = 1.0,
) -> Document:
    """Build the common document: one prompt and one answer."""
    return Document(
        task,
        key,
        (Segment(prompt, prompt_weight), Segment(answer, answer_weight, final=True)),
    )


def with_trail(rng: random.Random, prompt: str, share: float = 0.07) -> str:
    """Leave some white space behind a share of the prompts."""
    if rng.random() >= share:
        return prompt
    return prompt + rng.choices(TRAILS, weights=(5, 4, 1, 1))[0]
