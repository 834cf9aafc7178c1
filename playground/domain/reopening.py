"""Outputs of a session as they were on the screen: columns with all their versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from playground.domain.catalog import CatalogEntry
from playground.domain.judgements import Side, Vote
from playground.domain.records import LaneRecord, ModelRecord, RunRecord
from playground.domain.runs import LaneRequest, LaneResult, RunRequest, Variant, messages
from playground.domain.templates import Turn
from playground.domain.writing import Write
from playground.engines.protocol import Adapter, StopReason, Usage


@dataclass(frozen=True, slots=True)
class Answer:
    """One version of one column."""

    lane: LaneRequest
    result: LaneResult
    run: int
    """Number of its run in the session, from 1."""
    rating: int | None
    note: str
    voted: bool
    """Whether it took part in a vote."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What a run showed, and what was run again of it."""

    first: RunRecord
    request: RunRequest
    """Of the newest version of each column: what running them again starts from."""
    answers: tuple[tuple[Answer, ...], ...]
    """For each column its versions, the oldest first."""
    place: int
    """Which of the session's runs this is, from 1; what was run again counts as one."""
    count: int


def run_groups(runs: Iterable[RunRecord]) -> list[list[RunRecord]]:
    """The runs with those that ran their columns again, in the order in which they began."""
    found: dict[int, list[RunRecord]] = {}
    for run in runs:
        found.setdefault(run.again or run.number, []).append(run)
    return list(found.values())


def recalled_columns(
    groups: Sequence[Sequence[RunRecord]],
    place: int,
    votes: Iterable[Vote],
    entry_of: Callable[[ModelRecord], CatalogEntry],
    write: Write,
) -> Columns:
    """The columns of the group at `place`, from 0; `entry_of` gives the model of a record."""
    runs = groups[place]
    sides = {side for vote in votes for side in (vote.first, vote.second)}
    columns: dict[int, list[Answer]] = {}
    for run in runs:
        for record in run.lanes:
            entry = entry_of(record.model)
            answer = _answer(run, record, entry, write, sides)
            columns.setdefault(record.lane, []).append(answer)
    answers = tuple(
        tuple(sorted(columns[index], key=lambda one: one.lane.version)) for index in sorted(columns)
    )
    first = runs[0]
    request = RunRequest(
        first.prompt,
        first.system,
        tuple(versions[-1].lane for versions in answers),
        variants=tuple(Variant(name, text) for name, text in first.variants.items()),
        variables=first.variables,
    )
    return Columns(first, request, answers, place + 1, len(groups))


def _answer(
    run: RunRecord, record: LaneRecord, entry: CatalogEntry, write: Write, sides: set[Side]
) -> Answer:
    turns = (*record.history, Turn("user", run.wording(record)))
    template, prompt = record.template, record.prompt
    if not prompt:  # it never ended: what it was asked is known, not the exact text
        written = write(entry, template or "auto", run.system, turns)
        template, prompt = written.template, written.text
    lane = LaneRequest(
        record.lane,
        entry,
        prompt,
        template,
        record.sampling,
        record.sample,
        record.variant,
        record.version,
        messages=messages(entry, template, run.system, turns),
        system=run.system,
        turns=turns,
        parent=record.parent,
        left_out=record.left_out,
        adapters=tuple(Adapter(one.path, one.scale) for one in record.adapters),
    )
    voted = record.side in sides
    return Answer(lane, _result(record), record.run, record.rating, record.note, voted)


def _result(record: LaneRecord) -> LaneResult:
    known = record.stop_reason in get_args(StopReason)
    seconds = record.generation_seconds
    if seconds is None and record.tokens_per_second:
        seconds = max(0, record.completion_tokens - 1) / record.tokens_per_second
    usage = Usage(
        record.prompt_tokens,
        record.completion_tokens,
        record.reused_tokens,
        record.prompt_seconds or 0.0,
        record.first_token_seconds,
        seconds or 0.0,
        record.tokens_estimated,
    )
    return LaneResult(
        record.text,
        cast("StopReason", record.stop_reason) if known else "cancelled",
        usage,
        record.engine,
        record.engine_version,
        record.threads,
        record.context_length,
        record.model.sha256 or "",
        record.load_seconds,
        record.error,
        record.notes,
        record.memory_bytes,
        adapter_sha256=tuple(one.sha256 for one in record.adapters),
    )
