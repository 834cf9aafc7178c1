"""Which lanes of this machine run at once, and with how many threads each.

Threads of one model wait for one another in a busy loop, and all but stand still where they have to
share a core. So lanes of several threads never hold more cores than there are; a lane of a single
thread waits for nobody and may share one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Schedule: TypeAlias = Literal["automatic", "together", "in-turn"]
SCHEDULES: tuple[Schedule, ...] = get_args(Schedule)

_IDLE = 0.3
"""A core that others use less than this part of the time is as good as free."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What every model of a run gets."""

    threads: int
    """1 or more."""
    cores: int
    """Held while it runs; who finds too few free waits. 0 waits for nobody."""


def arrange(
    cores: int, models: int, schedule: Schedule, threads: int = 0, *, others: float = 0.0
) -> Arrangement:
    """Share `cores` (1 or more) out to `models` (0 or more), which load side by side or in turn.

    automatic   equal parts, one core at least; models that find no core free wait, unless they
                `may_crowd`.
    together    the same, but nobody waits where there are more models than cores.
    in-turn     one after another, each with all cores but the one that draws the screen.

    `threads` other than 0 was asked for and stands. Otherwise none are given out for the cores that
    other programs keep busy, `others` on average. Models of one process run in turn in any case.
    """
    free = max(1, int(cores - others + _IDLE))
    if schedule == "in-turn":
        return Arrangement(threads or _all_but_one(free), cores)
    threads = threads or (_all_but_one(free) if models <= 1 else max(1, free // models))
    crowded = schedule == "together" and models > cores and threads == 1
    return Arrangement(threads, 0 if crowded else min(threads, cores))


def may_crowd(share: Arrangement, schedule: Schedule, others: float) -> bool:
    """Whether models that wait for a core go on at once after all.

    Beside other programs, `others` cores on average, who waits only leaves its part to them.
    """
    return schedule == "automatic" and share.threads == 1 and others > _IDLE


def _all_but_one(cores: int) -> int:
    return max(1, cores - 1)
