"""Running lanes again: each time is another version of the same column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from playground.domain.runs import LaneRequest, RunRequest
from playground.domain.sampling import random_seed
from playground.engines.parameters import SEED_LIMIT


def again(lanes: Sequence[LaneRequest], seed: int | None = None) -> tuple[LaneRequest, ...]:
    """The lanes as their next versions: with their own seed where it was fixed, else a new one.

    All lanes get the same new seeds: sample i draws with `seed` (or a drawn one) plus i.
    """
    drawn = random_seed() if seed is None else seed
    found: list[LaneRequest] = []
    for lane in lanes:
        used = lane.sampling.seed if lane.seed_fixed else (drawn + lane.sample) % SEED_LIMIT
        found.append(
            replace(lane, version=lane.version + 1, sampling=replace(lane.sampling, seed=used))
        )
    return tuple(found)


def same_columns(old: RunRequest, new: RunRequest) -> bool:
    """Whether the new run asks the same of the same models, so that its answers are new versions.

    Only sampling parameters and seeds may differ.
    """
    return [_column(lane) for lane in old.lanes] == [_column(lane) for lane in new.lanes]


def _column(lane: LaneRequest) -> tuple[int, str, str | None, str, int, str]:
    return (lane.index, lane.entry.id, lane.entry.path, lane.prompt, lane.sample, lane.variant)
