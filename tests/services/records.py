"""Makes up runs and answers, and records them."""

from __future__ import annotations

from typing import Any

from playground.domain.runs import LaneResult, RunRequest, plan
from playground.engines.protocol import Usage
from playground.services.catalog import load_templates
from playground.services.sessions import SessionStore
from tests.domain.entries import entry


def ask(prompt: str = "hello", system: str = "", **rest: Any) -> RunRequest:
    """A run of two models."""
    return plan(
        [entry("model-a"), entry("model-b")],
        load_templates(),
        prompt=prompt,
        system=system,
        chosen={"seed": 5},
        **rest,
    )


def answer(text: str = "hi", **rest: Any) -> LaneResult:
    """The end of a lane."""
    usage = Usage(3, 2, 1, 0.5, 0.25, 0.125)
    return LaneResult(text, "length", usage, engine="fake", engine_version="1", **rest)


def record(store: SessionStore, request: RunRequest, *results: LaneResult) -> None:
    """Record a run and how its lanes ended."""
    store.start_run(request)
    for lane, result in zip(request.lanes, results, strict=False):
        store.end_lane(lane, result)
