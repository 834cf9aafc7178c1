"""One answer of a session, named as people name it."""

from __future__ import annotations

from playground.domain.comparison.choice import ChoiceError
from playground.domain.records import LaneRecord, SessionRecord


def one_answer(
    record: SessionRecord,
    run: int,
    model: str,
    *,
    variant: str | None = None,
    sample: int | None = None,
) -> LaneRecord:
    """What a model answered in a run; `sample` counts from 1.

    Raises `ChoiceError` where there is no such answer, or more than one.
    """
    found = next((one for one in record.runs if one.number == run), None)
    if found is None:
        numbers = [one.number for one in record.runs]
        span = f"{min(numbers)} to {max(numbers)}" if numbers else "none"
        raise ChoiceError(f"The session has no run {run}.", f"Its runs: {span}.")
    lanes = [
        lane
        for lane in found.lanes
        if lane.model.id == model
        and variant in {None, lane.variant}
        and sample in {None, lane.sample + 1}
    ]
    if not lanes:
        there = ", ".join(dict.fromkeys(lane.model.id for lane in found.lanes)) or "nobody"
        raise ChoiceError(
            f"In run {run} there is no such answer of {model!r}.", f"It was answered by {there}."
        )
    if len(lanes) > 1:
        variants = list(dict.fromkeys(lane.variant for lane in lanes))
        hint = f"--variant {' or '.join(variants)}" if len(variants) > 1 else "--sample, from 1"
        raise ChoiceError(f"In run {run} {model} answered {len(lanes)} times.", f"Choose: {hint}.")
    return lanes[0]
