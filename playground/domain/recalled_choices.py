"""What a person had set for a run, worked out from its answers when a session is reopened."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from playground.domain.prompts import AUTO
from playground.domain.reopening import Answer, Columns
from playground.domain.runs import LaneRequest
from playground.domain.sampling import PARAMETERS_BY_NAME, PRESETS, combine
from playground.domain.writing import Write

Values: TypeAlias = Mapping[str, float | int]


@dataclass(frozen=True, slots=True)
class RecalledChoices:
    """Settings that ask for the same again; what a model does by itself is left open."""

    sampling: Values = field(default_factory=dict)
    """Parameters that held for all models."""
    per_model: Mapping[str, Values] = field(default_factory=dict)
    """Those that single models had over them, by id."""
    samples: int = 1
    template: str = AUTO
    stop: tuple[str, ...] = ()
    """Texts that ended an answer, besides those of the templates."""


def recalled_choices(columns: Columns, write: Write, templates: Container[str]) -> RecalledChoices:
    """The settings of the run that these columns began with; `templates` are the names to choose.

    A seed counts as set where it stayed the same from version to version: one that nobody sets is
    drawn anew.
    """
    lanes = [versions[0].lane for versions in columns.answers]
    wanted = [lane.sampling for lane in lanes]
    usual = [combine(lane.entry.sampling, {}) for lane in lanes]
    for_all: dict[str, float | int] = {}
    per_model: dict[str, dict[str, float | int]] = {}
    for name in PARAMETERS_BY_NAME.keys() - {"seed"}:
        values = [getattr(one, name) for one in wanted]
        changed = [getattr(one, name) != value for one, value in zip(usual, values, strict=True)]
        if any(changed) and len(set(values)) == 1:
            for_all[name] = values[0]
            continue
        for lane, value, differs in zip(lanes, values, changed, strict=True):
            if differs:
                per_model.setdefault(lane.entry.id, {})[name] = value
    for preset in PRESETS.values():  # one is chosen as a whole, even where a model is made so
        if for_all.keys() & preset.keys() and all(
            getattr(one, name) == value for one in wanted for name, value in preset.items()
        ):
            for_all |= preset
    first = [versions for versions in columns.answers if versions[0].lane.sample == 0]
    if first and all(map(_same_seed, first)):
        seeds = {versions[0].lane.entry.id: versions[0].lane.sampling.seed for versions in first}
        if len(set(seeds.values())) == 1:
            for_all["seed"] = next(iter(seeds.values()))
        else:
            for id_, seed in seeds.items():
                per_model.setdefault(id_, {})["seed"] = seed
    samples = max((lane.sample for lane in lanes), default=0) + 1
    return RecalledChoices(for_all, per_model, samples, *_template(lanes, write, templates))


def _same_seed(versions: Sequence[Answer]) -> bool:
    return len(versions) > 1 and len({one.lane.sampling.seed for one in versions}) == 1


def _template(
    lanes: Sequence[LaneRequest], write: Write, templates: Container[str]
) -> tuple[str, tuple[str, ...]]:
    """The template that was chosen, if one was, and the stop strings that it does not bring."""
    own = {lane.index: write(lane.entry, AUTO, lane.system, lane.turns) for lane in lanes}
    named = {lane.template for lane in lanes}
    other = any(own[lane.index].template != lane.template for lane in lanes)
    chosen = named.pop() if other and len(named) == 1 else AUTO
    if chosen not in templates:
        chosen = AUTO
    stops: dict[str, None] = {}
    for lane in lanes:
        written = write(lane.entry, chosen, lane.system, lane.turns) if chosen != AUTO else None
        brought = (written or own[lane.index]).stop
        stops.update(dict.fromkeys(one for one in lane.sampling.stop if one not in brought))
    return chosen, tuple(stops)
