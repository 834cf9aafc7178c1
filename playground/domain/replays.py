"""Running what was recorded once more: what is asked, and how the answers compare."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from playground.domain.catalog import CatalogEntry
from playground.domain.records import LaneRecord
from playground.domain.runs import LaneRequest
from playground.engines.protocol import Adapter

Verdict: TypeAlias = Literal["identical", "differs", "cannot run"]


@dataclass(frozen=True, slots=True)
class Replay:
    """How one answer came out the second time."""

    lane: LaneRecord
    verdict: Verdict
    at: int | None = None
    """The first character that differs, from 0; None where none does."""
    reason: str = ""
    """Why it cannot run."""
    text: str = ""
    """What was said this time."""
    stop_reason: str = ""

    @property
    def told(self) -> str:
        """The verdict in words."""
        if self.verdict == "differs":
            return f"differs at character {self.at}"
        return f"cannot run: {self.reason}" if self.verdict == "cannot run" else self.verdict


def obstacle(lane: LaneRecord) -> str:
    """Why an answer cannot be repeated whatever is on this machine; empty where it can."""
    if lane.model.endpoint is not None:
        return f"it came from {lane.model.endpoint}, which promises no repetition"
    if lane.stop_reason == "error":
        return f"it failed then: {lane.error or 'for an unknown reason'}"
    if not lane.engine or not lane.model.sha256:
        return "the program ended before its parameters were recorded"
    if lane.stop_reason == "cancelled" and not lane.completion_tokens:
        return "it was stopped before it said anything"
    return ""


def asked_again(lane: LaneRecord, entry: CatalogEntry, index: int) -> LaneRequest:
    """The same prompt to the same model, drawn in the same way.

    An answer that was stopped by a person is drawn up to where it was.
    """
    sampling = lane.sampling
    if lane.stop_reason == "cancelled":
        sampling = replace(sampling, max_new_tokens=lane.completion_tokens)
    return LaneRequest(
        index,
        replace(entry, id=lane.model.id),
        lane.prompt,
        lane.template,
        sampling,
        lane.sample,
        lane.variant,
        lane.version,
        seed_fixed=True,
        adapters=tuple(Adapter(one.path, one.scale) for one in lane.adapters),
    )


def compared(lane: LaneRecord, text: str, stop_reason: str) -> Replay:
    """What was said this time beside what was said then."""
    at = first_difference(lane.text, text)
    # Stopped by a person, it may have been given a piece more or less of the last character.
    if lane.stop_reason == "cancelled" and at is not None and at >= min(len(lane.text), len(text)):
        at = None
    verdict: Verdict = "identical" if at is None else "differs"
    return Replay(lane, verdict, at, text=text, stop_reason=stop_reason)


def first_difference(one: str, other: str) -> int | None:
    """The place of the first character that differs, from 0; None where the texts are equal."""
    if one == other:
        return None
    low, high = 0, min(len(one), len(other))
    while low < high:  # the longest common beginning
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
