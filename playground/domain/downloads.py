"""How far a download is."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal, TypeAlias

from playground.domain.estimates import roughly
from playground.domain.sizes import words
from playground.errors import PlaygroundError

State: TypeAlias = Literal[
    "waiting", "checking", "active", "retrying", "paused", "done", "failed", "cancelled"
]

MOVING: frozenset[State] = frozenset({"waiting", "checking", "active", "retrying"})
"""The states of a download that goes on by itself."""

_WINDOW_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Progress:
    """One download as it stands."""

    id: str
    name: str
    state: State
    done: int
    """Bytes on disk."""
    total: int
    """Bytes."""
    rate: float | None = None
    """Bytes per second of late; None where it is not known."""
    detail: str = ""
    """What it waits for."""
    path: str | None = None
    """Where the model lies, once it is whole."""
    error: PlaygroundError | None = None

    @property
    def moving(self) -> bool:
        """Whether it goes on by itself."""
        return self.state in MOVING

    @property
    def seconds_left(self) -> float | None:
        """At the rate of late; None where nobody knows."""
        if self.state != "active" or not self.rate:
            return None
        return (self.total - self.done) / self.rate

    @property
    def percent(self) -> int:
        """Whole percents; 100 only where every byte is there."""
        return 100 if self.done >= self.total else int(100 * self.done / self.total)

    def figures(self) -> str:
        """Bytes, rate and time left in words."""
        if self.state == "done":
            return words(self.total)
        told = f"{words(self.done)} of {words(self.total)}"
        if self.state == "active" and self.rate is not None:
            told += f", {words(round(self.rate))}/s"
        left = self.seconds_left
        return told if left is None else f"{told}, {roughly(left)} left"


class RateMeter:
    """Bytes per second over the last seconds."""

    def __init__(self) -> None:
        """Nothing was measured yet."""
        self._seen: deque[tuple[float, int]] = deque()

    def add(self, now: float, done: int) -> None:
        """`done` bytes in all were there at `now` seconds."""
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[1][0] >= _WINDOW_SECONDS:
            self._seen.popleft()

    def rate(self, now: float) -> float | None:
        """What came within the window, by its length up to now; None before a second went by."""
        if not self._seen:
            return None
        start, first = self._seen[0]
        return (self._seen[-1][1] - first) / (now - start) if now - start >= 1.0 else None


def together(progresses: list[Progress]) -> Progress:
    """Several downloads as one; there must be at least one."""
    if len(progresses) == 1:
        return progresses[0]
    moving = [one for one in progresses if one.moving]
    rates = [one.rate for one in moving if one.rate is not None]
    return Progress(
        id="",
        name=f"{len(moving)} of {len(progresses)} models",
        state="active" if any(one.state == "active" for one in moving) else "waiting",
        done=sum(one.done for one in progresses),
        total=sum(one.total for one in progresses),
        rate=sum(rates) if rates else None,
    )
