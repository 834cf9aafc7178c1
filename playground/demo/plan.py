"""How long, how fast and on which documents each bundled model is trained."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from playground.demo.corpus import mix

SEED = 7
"""Of the first weights and of the order of the documents."""
VOCABULARY_TEXTS = 30_000
"""Documents that the vocabularies are learned from."""


TOP = 0.02
"""Highest learning rate of the matrices inside the layers."""
REST_SHARE = 0.4
"""The share of the rate which embeddings, norms and biases get."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The steps that see one part of the corpus."""

    part: mix.Part
    begins: int
    """First step."""
    documents: int
    """Written for it, before the held-out ones are taken away; enough that none is seen twice."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The schedule of one training run."""

    steps: int
    stretches: tuple[Stretch, ...]
    rates: tuple[tuple[int, float], ...]
    """Steps with their learning rate, which changes in straight lines between them."""
    checkpoint_every: int = 100

    def rate_at(self, step: int) -> float:
        """Learning rate of a step, counted from zero."""
        for (before, low), (after, high) in itertools.pairwise(self.rates):
            if step <= after:
                return low + (high - low) * (step - before) / (after - before)
        return self.rates[-1][1]


PLANS = {
    "llama": Plan(
        steps=3250,
        stretches=(
            Stretch(mix.FIRST, 0, 200_000),
            Stretch(mix.SECOND, 1200, 160_000),
            Stretch(mix.THIRD, 2300, 120_000),
        ),
        rates=(
            (0, TOP / 60),
            (59, TOP),
            (812, TOP),
            (2300, 0.00603),
            (2301, 0.00632),
            (3250, 0.0002),
        ),
    ),
    "gpt2": Plan(
        steps=3900,
        stretches=(
            Stretch(mix.FIRST, 0, 200_000),
            Stretch(mix.SECOND, 1600, 160_000),
            Stretch(mix.THIRD, 2400, 150_000),
        ),
        rates=((0, TOP / 60), (59, TOP), (960, TOP), (2400, 0.0004), (2430, 0.008), (3900, 0.0002)),
    ),
}
