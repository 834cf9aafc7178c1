"""A run: one prompt through one or more lanes, each a model with its parameters and its seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from playground.domain.catalog import CatalogEntry
from playground.domain.endpoints import SERVER_TEMPLATE
from playground.domain.run_events import (
    LaneChanged,
    LaneEnded,
    LaneEvent,
    LaneNoted,
    LaneRead,
    LaneResult,
    LaneState,
    LaneText,
    RecordingChanged,
    RunEvent,
)
from playground.domain.sampling import Sampling, combine, random_seed
from playground.domain.scheduling import Schedule
from playground.domain.templates import Template, Turn
from playground.domain.writing import Write, plainly
from playground.engines.parameters import SEED_LIMIT
from playground.engines.protocol import Adapter, Message

__all__ = [
    "LaneChanged",
    "LaneEnded",
    "LaneEvent",
    "LaneNoted",
    "LaneRead",
    "LaneRequest",
    "LaneResult",
    "LaneState",
    "LaneText",
    "Parent",
    "RecordingChanged",
    "RunEvent",
    "RunRequest",
    "Shorter",
    "Variant",
    "adapters_of",
    "messages",
    "plan",
    "text_of",
]


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of the prompt among several that are compared."""

    name: str
    """Short, for the title of its lanes; empty where there is only one."""
    prompt: str
    """With its variables filled in."""


class Parent(NamedTuple):
    """The answer that a conversation goes on from, as it is found again in the session."""

    run: int
    """Number of the run it was recorded in, from 1."""
    lane: int
    """Place of its column in that run, from 0."""
    version: int
    """Which version of the column, from 1."""


class Shorter(NamedTuple):
    """What a model gets where the whole conversation does not fit its context."""

    prompt: str
    messages: tuple[Message, ...]
    left_out: int
    """How many of the oldest turns are missing."""


@dataclass(frozen=True, slots=True)
class LaneRequest:
    """One column: a model file, the exact text it gets and how its answer is drawn."""

    index: int
    """Place in the run, from 0."""
    entry: CatalogEntry
    prompt: str
    """After the template."""
    template: str
    sampling: Sampling
    sample: int
    """Which of several samples of the same model and variant, from 0."""
    variant: str = ""
    """Name of the prompt's variant; empty where there is only one."""
    version: int = 1
    """How often this column was run by now, from 1."""
    seed_fixed: bool = False
    """Whether a person chose the seed; if not, the next version draws another."""
    messages: tuple[Message, ...] = ()
    """The prompt as a conversation, for a model whose server applies the template."""
    system: str = ""
    turns: tuple[Turn, ...] = ()
    """The conversation that the prompt is made of; the last turn is the person's."""
    parent: Parent | None = None
    """The answer that this one goes on from; None where the conversation begins."""
    left_out: int = 0
    """How many of the oldest turns are not in the prompt."""
    shorter: tuple[Shorter, ...] = ()
    """What to send where the prompt does not fit, the longest first; none: then it is refused."""
    adapters: tuple[Adapter, ...] = ()
    """Applied to the model."""
    notes: tuple[str, ...] = ()
    """What to remark of the answer, in words for people."""
    choices: tuple[str, ...] = ()
    """Answers of which the model is asked how likely it finds each; none of them empty."""

    @property
    def wishes(self) -> tuple[str, ...]:
        """What only some engines can do, in words that follow "cannot"."""
        found = {
            "keep to a grammar": self.sampling.grammar,
            "keep to a JSON schema": self.sampling.json_schema,
            "apply LoRA adapters": self.adapters,
        }
        return tuple(wish for wish, wanted in found.items() if wanted)

    @property
    def history(self) -> tuple[Turn, ...]:
        """The turns before the last one of the person."""
        return self.turns[:-1]


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What a person asked for, complete and repeatable."""

    prompt: str
    """As it was typed, variables and all."""
    system: str
    lanes: tuple[LaneRequest, ...]
    threads: int | None = None
    """Per lane; None shares the free cores out."""
    context_length: int | None = None
    """Tokens; None takes what the model was made for, up to a limit."""
    engine: str | None = None
    variants: tuple[Variant, ...] = ()
    """The wordings that are compared; empty where there is only one."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """What was filled in for each {{name}} of the prompt."""
    again: int = 0
    """Number of the run in the session whose lanes this one runs again; 0 where it is new."""
    edits: int = 0
    """Number of the run whose turn this one puts otherwise; 0 where it does not."""
    schedule: Schedule | None = None
    """Which lanes run at once; None is the one of the settings."""

    def problems(self) -> list[str]:
        """Every reason not to start, in words for people."""
        found = [] if self.lanes else ["No model is selected."]
        for lane in self.lanes:
            found += [
                f"{lane.entry.id}: {problem}"
                for problem in lane.sampling.problems()
                if f"{lane.entry.id}: {problem}" not in found
            ]
        return found


def plan(
    entries: Sequence[CatalogEntry],
    templates: Mapping[str, Template],
    *,
    prompt: str,
    system: str = "",
    template: str = "auto",
    chosen: Mapping[str, float | int] | None = None,
    per_model: Mapping[str, Mapping[str, float | int]] | None = None,
    variants: Sequence[Variant] = (),
    variables: Mapping[str, str] | None = None,
    stop: Iterable[str] = (),
    samples: int = 1,
    threads: int | None = None,
    context_length: int | None = None,
    engine: str | None = None,
    write: Write | None = None,
    grammar: Mapping[str, str] | str = "",
    json_schema: Mapping[str, str] | str = "",
    adapters: Mapping[str, Sequence[Adapter]] | Sequence[Adapter] = (),
) -> RunRequest:
    """Lay out the lanes: every model with every variant with every sample, models first.

    `template` is a name of `templates` or "auto", which is the model's own. `chosen` holds the
    sampling parameters of all lanes, `per_model` (by entry id) those of one model over them.
    `grammar`, `json_schema` and `adapters` are those of every model, or of each by its entry id.
    `write` makes the text of each model; by default the templates do. Without `variants` the prompt
    is run as it is; one without a name is the prompt, filled in.
    Every model gets the same seeds: sample i draws with the chosen (or one drawn) seed plus i.
    """
    chosen = dict(chosen or {})
    fixed = "seed" in chosen
    chosen.setdefault("seed", random_seed())
    write = write or plainly(templates)
    lanes: list[LaneRequest] = []
    for entry in entries:
        own = (per_model or {}).get(entry.id, {})
        values = {**chosen, **own}
        for variant in variants or (Variant("", prompt),):
            turns = (Turn("user", variant.prompt),)
            written = write(entry, template, system, turns)
            stops = (*written.stop, *(one for one in stop if one not in written.stop))
            text = written.text
            for sample in range(samples):
                seed = (int(values["seed"]) + sample) % SEED_LIMIT
                sampling = combine(
                    entry.sampling,
                    {**values, "seed": seed},
                    stop=stops,
                    grammar=text_of(entry, grammar),
                    json_schema=text_of(entry, json_schema),
                )
                lanes.append(
                    LaneRequest(
                        len(lanes),
                        entry,
                        text,
                        written.template,
                        sampling,
                        sample,
                        variant.name,
                        seed_fixed=fixed or "seed" in own,
                        messages=messages(entry, written.template, system, turns),
                        system=system,
                        turns=turns,
                        adapters=adapters_of(entry, adapters),
                    )
                )
    return RunRequest(
        prompt,
        system,
        tuple(lanes),
        threads,
        context_length,
        engine,
        tuple(variant for variant in variants if variant.name),
        dict(variables or {}),
    )


def text_of(entry: CatalogEntry, texts: Mapping[str, str] | str) -> str:
    """That of one model."""
    return texts if isinstance(texts, str) else texts.get(entry.id, "")


def adapters_of(
    entry: CatalogEntry, adapters: Mapping[str, Sequence[Adapter]] | Sequence[Adapter]
) -> tuple[Adapter, ...]:
    """Those of one model."""
    return tuple(adapters.get(entry.id, ()) if isinstance(adapters, Mapping) else adapters)


def messages(
    entry: CatalogEntry, template: str, system: str, turns: Sequence[Turn]
) -> tuple[Message, ...]:
    """The conversation as it is sent to a server that applies the template; else nothing."""
    if entry.endpoint is None or template != SERVER_TEMPLATE:
        return ()
    before = (Message("system", system),) if system.strip() else ()
    return (*before, *(Message(turn.role, turn.content) for turn in turns))
