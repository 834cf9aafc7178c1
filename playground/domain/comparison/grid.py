"""The grid of a comparison: a row for each prompt, a column for each model, answers in cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, TypeAlias

from playground.domain.comparison.choice import Choice, ChoiceError, Order
from playground.domain.comparison.figures import Figures, figures_of
from playground.domain.comparison.placing import Key, Models
from playground.domain.comparison.privacy import Eraser
from playground.domain.judgements import Vote
from playground.domain.prompts import fill
from playground.domain.records import (
    LaneRecord,
    MachineRecord,
    ModelRecord,
    RunRecord,
    SessionRecord,
)


@dataclass(frozen=True, slots=True)
class Column:
    """A model: one file, or one model of a server."""

    model: ModelRecord
    label: str
    """Its id, with the beginning of the file's SHA-256 where several files have that id."""
    figures: Figures


@dataclass(frozen=True, slots=True)
class Row:
    """A prompt with what every model answered to it, in all runs."""

    number: int
    """From 1, in the order in which the prompts were first run."""
    prompt: str
    """Variables filled in."""
    system: str
    variant: str
    """Name of the wording where several were compared; empty otherwise."""
    before: tuple[str, ...]
    """What a person said before in the conversation; none where it begins with this prompt."""
    cells: tuple[tuple[LaneRecord, ...], ...]
    """The answers for each column in the order of the runs: samples and versions."""

    @property
    def turn(self) -> int:
        """Which turn of its conversation it is, from 1."""
        return len(self.before) + 1


class Answer(NamedTuple):
    """An answer and what it answers."""

    lane: LaneRecord
    run: RunRecord
    """Its run, without the lanes."""
    row: Row


@dataclass(frozen=True, slots=True)
class Comparison:
    """What exports and the compare screen show."""

    session: str
    """Id of the session."""
    title: str
    created: datetime | None
    program: str
    file: str
    """Name of the session file without its folder."""
    tags: tuple[str, ...]
    conclusions: str
    machine: MachineRecord | None
    """None where it is left out."""
    runs: Mapping[int, RunRecord]
    """Those that answers are of, by number, without their lanes."""
    answers: tuple[Answer, ...]
    """All of them in the order of the runs, and of the columns in each."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    votes: tuple[Vote, ...]
    fields: tuple[str, ...] = ()
    """Names of the figures to show; empty shows all."""
    anonymous: bool = False
    """Whether machine and paths were left out."""
    redacted: bool = False
    """Whether patterns were replaced."""

    def answer(self, row: Row, lane: LaneRecord) -> Answer:
        """An answer of a row."""
        return Answer(lane, self.runs[lane.run], row)


_Asked: TypeAlias = tuple[str, str, tuple[str, ...]]
"""Prompt, system prompt and what a person said before: answers to the same share a row."""


class _Taken(NamedTuple):
    """An answer on its way into the grid."""

    run: RunRecord
    lane: LaneRecord
    prompt: str
    system: str

    @property
    def asked(self) -> _Asked:
        before = tuple(turn.content for turn in self.lane.history if turn.role == "user")
        return self.prompt, self.system, before


def compare(record: SessionRecord, choice: Choice | None = None) -> Comparison:
    """The comparison of a session; raises `ChoiceError` where it lacks what was chosen."""
    choice = choice or Choice()
    eraser, taken = _taken(_runs(record, choice), choice)
    models = Models(one.lane.model for one in taken)
    columns = _columns(models, taken, choice, [eraser.text(name) for name in choice.models])
    places = {key: at for at, key in enumerate(columns)}
    taken = [one for one in taken if models.key(one.lane.model) in places]
    rows = _rows(taken, models, places)
    by_question = {(row.prompt, row.system, row.before): row for row in rows}
    ids = {column.model.id for column in columns.values()}
    runs = {one.run.number: one.run for one in taken}
    votes = [eraser.vote(vote) for vote in record.votes]
    return Comparison(
        session=eraser.text(record.id),
        title=eraser.text(record.title),
        created=record.created,
        program=record.program,
        file=eraser.text(record.path.rpartition("/")[2]),
        tags=tuple(map(eraser.text, record.tags)),
        conclusions=eraser.text(record.conclusions),
        machine=None if choice.anonymise else eraser.machine(record.machine),
        runs=runs,
        answers=tuple(Answer(one.lane, one.run, by_question[one.asked]) for one in taken),
        columns=tuple(columns.values()),
        rows=rows,
        votes=tuple(
            vote
            for vote in votes
            if all(side.run in runs and side.model in ids for side in (vote.first, vote.second))
        ),
        fields=choice.fields,
        anonymous=choice.anonymise,
        redacted=bool(choice.redact),
    )


def _runs(record: SessionRecord, choice: Choice) -> list[RunRecord]:
    if choice.runs is None:
        return list(record.runs)
    runs = [run for run in record.runs if run.number in choice.runs]
    missing = choice.runs - {run.number for run in runs}
    if missing:
        there = [run.number for run in record.runs]
        span = f"are numbered {min(there)} to {max(there)}" if there else "were all removed"
        named = ", ".join(map(str, sorted(missing)[:5]))
        raise ChoiceError(f"The session has no run {named}.", f"Its runs {span}.")
    return runs


def _taken(runs: Sequence[RunRecord], choice: Choice) -> tuple[Eraser, list[_Taken]]:
    """The answers, without what is to be kept from others; what was asked is filled in before."""
    found = []
    for run in runs:
        bare, system = replace(run, lanes=()), fill(run.system, run.variables)
        # A session has them as they ended, which differs from run to run.
        lanes = sorted(run.lanes, key=lambda lane: (lane.lane, lane.version))
        found += [_Taken(bare, lane, run.wording(lane), system) for lane in lanes]
    folders = {(one.lane.model.path or "").rpartition("/")[0] for one in found} - {""}
    hidden = frozenset(folders) if choice.anonymise else frozenset()
    eraser = Eraser(choice.redact, anonymise=choice.anonymise, folders=hidden)
    if eraser.active:
        erased = {run.number: replace(eraser.run(run), lanes=()) for run in runs}
        found = [
            _Taken(
                erased[one.run.number],
                eraser.lane(one.lane),
                eraser.text(one.prompt),
                eraser.text(one.system),
            )
            for one in found
        ]
    return eraser, found


def _columns(
    models: Models, taken: Sequence[_Taken], choice: Choice, ids: Sequence[str]
) -> dict[Key, Column]:
    """The columns by their keys, in their order."""
    answers: dict[Key, list[LaneRecord]] = {key: [] for key in models.chosen(ids)}
    for one in taken:
        key = models.key(one.lane.model)
        if key in answers:
            answers[key].append(one.lane)
    found = {
        key: Column(models.model(key), models.label(key), figures_of(lanes))
        for key, lanes in answers.items()
    }
    if ids:
        return found
    return dict(sorted(found.items(), key=lambda one: _rank(one[1], choice.order)))


def _rows(taken: Sequence[_Taken], models: Models, places: dict[Key, int]) -> tuple[Row, ...]:
    variants: dict[_Asked, str] = {}
    cells: dict[_Asked, list[list[LaneRecord]]] = {}
    for one in taken:
        variants.setdefault(one.asked, one.lane.variant)
        row = cells.setdefault(one.asked, [[] for _ in places])
        row[places[models.key(one.lane.model)]].append(one.lane)
    return tuple(
        Row(
            number, prompt, system, variants[prompt, system, before], before, tuple(map(tuple, row))
        )
        for number, ((prompt, system, before), row) in enumerate(cells.items(), 1)
    )


def _rank(column: Column, order: Order) -> tuple[float, str]:
    figures = column.figures
    if order == "speed":
        return (-figures.speed.median if figures.speed else 0.0, column.label)
    if order == "rating":
        return (-(figures.rating or 0.0), column.label)
    return (0.0, column.label if order == "name" else "")
