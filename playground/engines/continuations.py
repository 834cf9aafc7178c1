"""How likely a text is after another: where they part, and the probabilities of the rest."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import takewhile

from playground.engines.backend import BackendError
from playground.engines.protocol import Likelihood


def part(
    prompt: Sequence[int], texts: Sequence[Sequence[int]]
) -> tuple[list[int], list[list[int]]]:
    """What the tokens of a prompt and of all texts that go on from it share, and what is left.

    A tokeniser may join the end of the prompt with the beginning of a text. The tokens shared by
    all are what each is conditioned on, so that the probabilities can be compared.
    Raises `BackendError` where a text adds no token to them.
    """
    alike = takewhile(lambda column: len(set(column)) == 1, zip(prompt, *texts, strict=False))
    shared = [column[0] for column in alike]
    rest = [list(text[len(shared) :]) for text in texts]
    if not all(rest):
        raise BackendError(
            "request",
            f"Continuation {rest.index([]) + 1} adds no token to the prompt.",
            "Give it characters that this model knows.",
        )
    return shared, rest


def log_probability(scores: Sequence[float], token: int) -> tuple[float, bool]:
    """The logarithm of a token's share of the softmax of all scores, and whether it is the largest.

    ln softmax(x)[i] = x[i] - max(x) - ln sum(exp(x - max(x))).
    """
    top = max(scores)
    total = math.fsum(math.exp(score - top) for score in scores)
    return scores[token] - top - math.log(total), scores[token] == top


def likelihood(steps: Iterable[tuple[float, bool]]) -> Likelihood:
    """Of a continuation, from its tokens' logarithms and whether each was the likeliest."""
    found = list(steps)
    logprob = math.fsum(value for value, _ in found)
    return Likelihood(logprob, len(found), all(greedy for _, greedy in found))
