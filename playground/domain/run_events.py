"""What happens while a run is under way: how its lanes change, speak and end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from playground.engines.protocol import StopReason, Usage
from playground.errors import PlaygroundError

LaneState: TypeAlias = Literal[
    "queued", "loading", "reading", "streaming", "done", "stopped", "failed"
]


@dataclass(frozen=True, slots=True)
class LaneResult:
    """How a lane ended, with all that was seen of it."""

    text: str
    stop_reason: StopReason
    usage: Usage
    engine: str = ""
    engine_version: str = ""
    threads: int = 0
    context_length: int = 0
    sha256: str = ""
    load_seconds: float | None = None
    error: str | None = None
    notes: tuple[str, ...] = ()
    memory_bytes: int | None = None
    """What the model process held in memory at the end; None where that is not known."""
    logprobs: tuple[float, ...] = ()
    """Natural logarithm of the probability of each choice of the request, in their order."""
    adapter_sha256: tuple[str, ...] = ()
    """Of the adapters' files, in the order of the request; empty where they were not read."""


@dataclass(frozen=True, slots=True)
class LaneChanged:
    """A lane entered another state; `detail` is for people."""

    lane: int
    state: LaneState
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LaneRead:
    """Prompt tokens evaluated so far."""

    lane: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class LaneText:
    """A token arrived; its text may be empty while a character is incomplete."""

    lane: int
    text: str


@dataclass(frozen=True, slots=True)
class LaneEnded:
    """The lane is over; nothing follows for it."""

    lane: int
    result: LaneResult


@dataclass(frozen=True, slots=True)
class LaneNoted:
    """Something to know of a lane, in words for people; it stands in the notes of its result."""

    lane: int
    text: str


@dataclass(frozen=True, slots=True)
class RecordingChanged:
    """The session cannot be written, or can be again; the lanes go on."""

    error: PlaygroundError | None
    """Why; None where all that waited is on disk now."""


LaneEvent: TypeAlias = LaneChanged | LaneRead | LaneText | LaneNoted | LaneEnded
RunEvent: TypeAlias = LaneEvent | RecordingChanged
