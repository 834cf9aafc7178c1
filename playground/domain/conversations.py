"""Conversations: every lane goes on from its own answer, and any turn can be put otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from playground.domain.prompts import AUTO
from playground.domain.runs import (
    LaneRequest,
    Parent,
    RunRequest,
    Shorter,
    adapters_of,
    messages,
    text_of,
)
from playground.domain.sampling import Sampling, combine, random_seed
from playground.domain.templates import Turn
from playground.domain.writing import NO_TURNS, Write, Written
from playground.engines.parameters import SEED_LIMIT
from playground.engines.protocol import Adapter


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said in a lane so far, by a person and the model in turn."""

    lane: LaneRequest
    """The one whose model, template and parameters it goes on with."""
    turns: tuple[Turn, ...]
    """The last one is the model's; none where it begins."""
    parent: Parent | None
    """The answer that the last turn is."""

    @classmethod
    def after(cls, lane: LaneRequest, text: str, run: int) -> Conversation:
        """What a lane said in a run of this number, to be gone on with; 0: it is not recorded."""
        turns = (*lane.turns, Turn("assistant", text))
        return cls(lane, turns, Parent(run, lane.index, lane.version) if run else None)

    @classmethod
    def before(cls, lane: LaneRequest) -> Conversation:
        """All before the last turn of the person, which is to be put otherwise."""
        return cls(lane, lane.history, lane.parent)


def converse(
    conversations: Sequence[Conversation],
    write: Write,
    *,
    prompt: str,
    wording: str | None = None,
    system: str | None = None,
    template: str = AUTO,
    chosen: Mapping[str, float | int] | None = None,
    per_model: Mapping[str, Mapping[str, float | int]] | None = None,
    as_before: bool = False,
    stop: Iterable[str] = (),
    variables: Mapping[str, str] | None = None,
    threads: int | None = None,
    context_length: int | None = None,
    engine: str | None = None,
    grammar: Mapping[str, str] | str = "",
    json_schema: Mapping[str, str] | str = "",
    adapters: Mapping[str, Sequence[Adapter]] | Sequence[Adapter] | None = None,
    drop_oldest: bool = False,
    edits: int = 0,
) -> RunRequest:
    """Lay out the next turn: the same words to every lane, after what was said in each.

    `prompt` is what was typed, `wording` the same with its variables filled in. `system` and
    `adapters` of None, adapters that name others by their entry ids only, and the template "auto",
    are those of the lane. `as_before` keeps its
    sampling parameters, except the seed, where `chosen` names no others; otherwise they are as
    `plan` takes them. `drop_oldest` lets a turn that does not fit the context go without the oldest
    ones; otherwise it is refused. `edits` is the number of the run whose turn is put otherwise.
    """
    chosen = dict(chosen or {})
    fixed = "seed" in chosen
    seed = int(chosen.pop("seed", random_seed()))
    stop = tuple(stop)
    lanes = []
    for index, conversation in enumerate(conversations):
        old, entry = conversation.lane, conversation.lane.entry
        own = dict((per_model or {}).get(entry.id, {}))
        turns = (*conversation.turns, Turn("user", prompt if wording is None else wording))
        told = old.system if system is None else system
        name = old.template if template == AUTO and old.template else template
        written = write(entry, name, told, turns)
        kept_adapters = adapters is None or (
            isinstance(adapters, Mapping) and entry.id not in adapters
        )
        drawn = (int(own.pop("seed", seed)) + old.sample) % SEED_LIMIT
        kept = _numbers(old.sampling) if as_before else entry.sampling
        lanes.append(
            LaneRequest(
                index,
                entry,
                written.text,
                written.template,
                combine(
                    kept,
                    {**chosen, **own, "seed": drawn},
                    stop=_stops(written, stop, old.sampling.stop if as_before else ()),
                    grammar=text_of(entry, grammar),
                    json_schema=text_of(entry, json_schema),
                ),
                old.sample,
                old.variant,
                seed_fixed=fixed or "seed" in (per_model or {}).get(entry.id, {}),
                messages=messages(entry, written.template, told, turns),
                system=told,
                turns=turns,
                parent=conversation.parent,
                shorter=_shorter(old, name, told, turns, write) if drop_oldest else (),
                adapters=old.adapters if kept_adapters else adapters_of(entry, adapters or ()),
                notes=(NO_TURNS,) if NO_TURNS in written.remarks else (),
            )
        )
    return RunRequest(
        prompt,
        lanes[0].system if lanes and system is None else system or "",
        tuple(lanes),
        threads,
        context_length,
        engine,
        variables=dict(variables or {}),
        edits=edits,
    )


def _numbers(sampling: Sampling) -> dict[str, float | int]:
    return {
        name: value
        for name, value in asdict(sampling).items()
        if isinstance(value, int | float) and name != "seed"
    }


def _stops(written: Written, *more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*written.stop, *(one for stops in more for one in stops))))


def _shorter(
    lane: LaneRequest, template: str, system: str, turns: Sequence[Turn], write: Write
) -> tuple[Shorter, ...]:
    """The same with ever fewer of the oldest turns: a question goes together with its answer."""
    found = []
    for left_out in range(2, len(turns), 2):
        rest = turns[left_out:]
        written = write(lane.entry, template, system, rest)
        sent = messages(lane.entry, written.template, system, rest)
        found.append(Shorter(written.text, sent, left_out))
    return tuple(found)
