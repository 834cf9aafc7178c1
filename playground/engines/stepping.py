"""Likelihoods from an engine that keeps the scores of the last token it evaluated.

Everything is evaluated one token at a time. A prompt in slices would be quicker on several cores,
but attention then adds up in another order: the figures would change in their third digit with the
sizes of the slices, which follow the speed of the machine, and with what was asked before.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from playground.engines.backend import STOPPED, BackendError
from playground.engines.continuations import likelihood, log_probability
from playground.engines.protocol import Progress, Score, Scored, Usage

_TOLD_SECONDS = 0.05


class Network(Protocol):
    """A network that remembers what it evaluated."""

    def rewind(self, tokens: Sequence[int]) -> int:
        """Forget all but what these begin with and was evaluated one by one; how many are left."""

    def step(self, token: int) -> None:
        """Evaluate one more token."""

    def scores(self) -> Sequence[float]:
        """Of every token of the vocabulary to come next."""


def scored(
    network: Network,
    command: Score,
    shared: Sequence[int],
    parts: Sequence[Sequence[int]],
    cancelled: Callable[[], bool],
) -> Iterator[Progress | Scored]:
    """Evaluate the shared tokens, then each part after them; raises `BackendError`."""
    started = told = time.perf_counter()
    reused = network.rewind(shared[:-1])  # the last one gives the scores
    total = len(shared) - reused + sum(len(part) - 1 for part in parts)
    done = 0

    def step(token: int) -> Iterator[Progress]:
        nonlocal done, told
        if cancelled():
            raise BackendError("request", STOPPED)
        network.step(token)
        done += 1
        if time.perf_counter() - told > _TOLD_SECONDS:
            told = time.perf_counter()
            yield Progress(command.id, done, total)

    yield Progress(command.id, 0, total)
    for token in shared[reused:]:
        yield from step(token)
    ended = time.perf_counter()
    begun = network.scores()
    found = []
    for part in parts:
        network.rewind(shared)
        steps = [log_probability(begun, part[0])]
        for token, following in itertools.pairwise(part):
            yield from step(token)
            steps.append(log_probability(network.scores(), following))
        found.append(likelihood(steps))
    used = Usage(
        prompt_tokens=len(shared),
        reused_tokens=reused,
        prompt_seconds=ended - started,
        generation_seconds=time.perf_counter() - ended,
    )
    yield Scored(command.id, tuple(found), used)
