"""How fast a model is with some number of threads and size of batch, and which is best."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

NEAR = 0.03
"""Settings that differ by less than this share are alike: fewer threads win then."""
HOPELESS = 5.0
"""What takes so many times as long as the fastest is not tried again."""


class Setting(NamedTuple):
    """What is tried."""

    threads: int
    batch: int
    """Prompt tokens that may be evaluated in one call; 0 leaves it to the engine."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One answer, timed inside the model process."""

    prompt_tokens: int
    """Those that were evaluated, not found in memory from before."""
    prompt_seconds: float
    tokens: int
    """Drawn after the first one."""
    seconds: float
    """From the first token to the last."""

    @property
    def whole(self) -> float:
        """Seconds of both."""
        return self.prompt_seconds + self.seconds


@dataclass(frozen=True, slots=True)
class Speed:
    """The medians of a setting, in tokens a second."""

    setting: Setting
    prompt: float
    generation: float
    rounds: int

    def seconds(self, prompt_tokens: int, tokens: int) -> float:
        """For a prompt and an answer of so many tokens."""
        return prompt_tokens / self.prompt + tokens / self.generation


def speed(setting: Setting, rounds: Sequence[Measured]) -> Speed:
    """The medians over rounds, of which there is at least one; none took no time."""
    return Speed(
        setting,
        statistics.median(one.prompt_tokens / max(one.prompt_seconds, 1e-9) for one in rounds),
        statistics.median(one.tokens / max(one.seconds, 1e-9) for one in rounds),
        len(rounds),
    )


def hopeless(first: Mapping[int, Measured]) -> tuple[int, ...]:
    """Of what numbers of threads took at first, those that need no second round.

    More threads than the machine has to spare wait for each other, and may take minutes.
    """
    least = min(one.whole for one in first.values())
    return tuple(threads for threads, one in first.items() if one.whole > HOPELESS * least)


def best(speeds: Iterable[Speed], prompt_tokens: int, tokens: int) -> Speed:
    """The setting with the shortest time for such a prompt and answer.

    Of those within `NEAR` of it the one with the fewest threads, then the smallest batch.
    """
    found = list(speeds)
    shortest = min(one.seconds(prompt_tokens, tokens) for one in found)
    near = [one for one in found if one.seconds(prompt_tokens, tokens) <= shortest * (1 + NEAR)]
    return min(near, key=lambda one: one.setting)


def thread_counts(cores: int) -> tuple[int, ...]:
    """What to try on so many cores: the powers of two, one less than all, and all."""
    powers = {1 << at for at in range(cores.bit_length())}
    return tuple(sorted(powers | {max(1, cores - 1), cores}))
