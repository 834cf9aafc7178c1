"""Multiple choice by log-likelihood: the choice that a model finds likeliest is its answer.

As the field does it (Gao et al., lm-evaluation-harness): by the sum over the tokens of a choice
(`acc`), and by that sum over the characters of the choice (`acc_norm`), so that long ones are not
at a disadvantage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def continued(prompt: str, choice: str) -> str:
    """A choice as it stands after a prompt: with a space, unless there is one, or a new line."""
    return choice if not prompt or prompt[-1].isspace() else f" {choice}"


def likeliest(logprobs: Mapping[str, float]) -> str:
    """The choice with the largest sum of logarithms; the first of equal ones."""
    return max(logprobs, key=logprobs.__getitem__)


def likeliest_by_length(logprobs: Mapping[str, float]) -> str:
    """The choice with the largest sum per character; the first of equal ones."""
    return max(logprobs, key=lambda choice: logprobs[choice] / len(choice))


def scores(logprobs: Mapping[str, float], references: Sequence[str]) -> dict[str, float]:
    """1 or 0 by metric: whether the likeliest choice, plainly and by length, is a reference."""
    return {
        "likelihood": float(likeliest(logprobs) in references),
        "likelihood_norm": float(likeliest_by_length(logprobs) in references),
    }


def told(logprobs: Mapping[str, float]) -> str:
    """The figures of every choice, likeliest first, in words for people."""
    ranked = sorted(logprobs, key=lambda choice: -logprobs[choice])
    return "log-likelihoods: " + ", ".join(f"{one} {logprobs[one]:.2f}" for one in ranked)
