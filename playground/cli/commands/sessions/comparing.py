"""`llmplay sessions diff`: what two sessions answered to the same."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any, NamedTuple

from playground.cli import output
from playground.cli.diagnostics import FAILED, OK, say
from playground.domain.diffs import difference
from playground.domain.records import LaneRecord, SessionRecord
from playground.domain.replays import first_difference
from playground.services.sessions import open_session


class _Pair(NamedTuple):
    """The answers of one place in both sessions; None where one has none."""

    run: int
    first: LaneRecord | None
    second: LaneRecord | None

    @property
    def told(self) -> str:
        if self.first is None or self.second is None:
            return "only in the second" if self.first is None else "only in the first"
        at = first_difference(self.first.text, self.second.text)
        asked = "" if self.first.prompt == self.second.prompt else ", and so does what was asked"
        return "alike" if at is None else f"differs at character {at}{asked}"


def execute(arguments: argparse.Namespace) -> int:
    """Print a line for each answer."""
    pairs = list(_pairs(open_session(arguments.first), open_session(arguments.second)))
    if arguments.format == "json":
        output.write_json([_record(pair) for pair in pairs])
    else:
        for pair in pairs:
            output.write(f"{_place(pair)}: {pair.told}\n")
            if arguments.words and pair.first and pair.second and pair.told != "alike":
                parts = difference(pair.first.text, pair.second.text).parts
                output.write("".join(part.marked for part in parts).rstrip("\n") + "\n\n")
        alike = sum(pair.told == "alike" for pair in pairs)
        say(f"{alike} of {len(pairs)} answers are alike.")
    return OK if all(pair.told == "alike" for pair in pairs) else FAILED


def _pairs(first: SessionRecord, second: SessionRecord) -> Iterator[_Pair]:
    """Runs by their order, answers by their column, version, model and variant."""
    for at in range(max(len(first.runs), len(second.runs))):
        lanes = [
            {_key(lane): lane for lane in session.runs[at].lanes} if at < len(session.runs) else {}
            for session in (first, second)
        ]
        for key in sorted({**lanes[0], **lanes[1]}):
            yield _Pair(at + 1, lanes[0].get(key), lanes[1].get(key))


def _key(lane: LaneRecord) -> tuple[int, int, str, str]:
    return lane.lane, lane.version, lane.model.id, lane.variant


def _place(pair: _Pair) -> str:
    lane = pair.first or pair.second
    assert lane is not None
    parts = [f"run {pair.run}", f"lane {lane.lane + 1}", lane.model.id]
    parts += [lane.variant] if lane.variant else []
    parts += [f"version {lane.version}"] if lane.version > 1 else []
    return ", ".join(parts)


def _record(pair: _Pair) -> dict[str, Any]:
    lane = pair.first or pair.second
    assert lane is not None
    return {
        "run": pair.run,
        "lane": lane.lane,
        "version": lane.version,
        "model": lane.model.id,
        "variant": lane.variant,
        "verdict": pair.told,
        "first": pair.first.text if pair.first else None,
        "second": pair.second.text if pair.second else None,
    }
