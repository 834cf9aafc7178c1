"""Every figure of an answer: its name, what it is called, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from playground.domain.catalog import suggest
from playground.domain.comparison.choice import ChoiceError
from playground.domain.comparison.grid import Answer


class Field(NamedTuple):
    """One figure of an answer."""

    name: str
    """In CSV, JSON and on the command line."""
    label: str
    """For people."""
    value: Callable[[Answer], Any]
    """A plain value; None where it is not known."""
    unit: str = ""
    """After the value, where people read it."""


def _turns(one: Answer) -> list[dict[str, str]]:
    """The names are those of chat interfaces."""
    return [turn._asdict() for turn in one.lane.history]


def _parent(one: Answer) -> dict[str, int] | None:
    return None if one.lane.parent is None else one.lane.parent._asdict()


FIELDS: tuple[Field, ...] = (
    Field("run", "Run", lambda one: one.lane.run),
    Field("started", "Started", lambda one: one.run.started and one.run.started.isoformat()),
    Field("prompt_number", "Prompt number", lambda one: one.row.number),
    Field("lane", "Column", lambda one: one.lane.lane),
    Field("version", "Version", lambda one: one.lane.version),
    Field("sample", "Sample", lambda one: one.lane.sample),
    Field("variant", "Variant", lambda one: one.lane.variant or None),
    Field("again", "Run again", lambda one: one.run.again or None),
    Field("turn", "Turn", lambda one: one.lane.turn),
    Field("goes_on_from", "Goes on from", _parent),
    Field("edits", "Puts otherwise", lambda one: one.run.edits or None),
    Field("model", "Model", lambda one: one.lane.model.id),
    Field("architecture", "Architecture", lambda one: one.lane.model.architecture or None),
    Field("quantisation", "Quantisation", lambda one: one.lane.model.quantisation or None),
    Field("licence", "Licence", lambda one: one.lane.model.license or None),
    Field("endpoint", "Endpoint", lambda one: one.lane.model.endpoint),
    Field("path", "File", lambda one: one.lane.model.path),
    Field("sha256", "SHA-256", lambda one: one.lane.model.sha256),
    Field("adapters", "LoRA adapters", lambda one: [asdict(each) for each in one.lane.adapters]),
    Field("engine", "Engine", lambda one: one.lane.engine or None),
    Field("engine_version", "Engine version", lambda one: one.lane.engine_version or None),
    Field("template", "Template", lambda one: one.lane.template or None),
    Field("threads", "Threads", lambda one: one.lane.threads or None),
    Field("context_length", "Context", lambda one: one.lane.context_length or None, "tokens"),
    Field("seed", "Seed", lambda one: one.lane.sampling.seed),
    Field("temperature", "Temperature", lambda one: one.lane.sampling.temperature),
    Field("top_k", "Top-k", lambda one: one.lane.sampling.top_k),
    Field("top_p", "Top-p", lambda one: one.lane.sampling.top_p),
    Field(
        "repetition_penalty",
        "Repetition penalty",
        lambda one: one.lane.sampling.repetition_penalty,
    ),
    Field("last_n_tokens", "Penalty window", lambda one: one.lane.sampling.last_n_tokens, "tokens"),
    Field("max_new_tokens", "At most", lambda one: one.lane.sampling.max_new_tokens, "tokens"),
    Field("stop", "Stop strings", lambda one: list(one.lane.sampling.stop)),
    Field("grammar", "Grammar", lambda one: one.lane.sampling.grammar or None),
    Field("json_schema", "JSON schema", lambda one: one.lane.sampling.json_schema or None),
    Field("prompt_tokens", "Prompt length", lambda one: one.lane.prompt_tokens, "tokens"),
    Field("completion_tokens", "Length", lambda one: one.lane.completion_tokens, "tokens"),
    Field("tokens_estimated", "Tokens estimated", lambda one: one.lane.tokens_estimated),
    Field("reused_tokens", "Prompt reused", lambda one: one.lane.reused_tokens, "tokens"),
    Field("load_seconds", "Load", lambda one: one.lane.load_seconds, "s"),
    Field("prompt_seconds", "Reading", lambda one: one.lane.prompt_seconds, "s"),
    Field("first_token_seconds", "First token", lambda one: one.lane.first_token_seconds, "s"),
    Field("generation_seconds", "Writing", lambda one: one.lane.generation_seconds, "s"),
    Field("tokens_per_second", "Speed", lambda one: one.lane.tokens_per_second, "tok/s"),
    Field("memory_bytes", "Memory", lambda one: one.lane.memory_bytes, "B"),
    Field("stop_reason", "Ended", lambda one: one.lane.stop_reason),
    Field("rating", "Rating", lambda one: one.lane.rating),
    Field("note", "Note", lambda one: one.lane.note or None),
    Field("notes", "Remarks", lambda one: list(one.lane.notes)),
    Field("error", "Error", lambda one: one.lane.error),
    Field("system", "System prompt", lambda one: one.row.system or None),
    Field("prompt", "Prompt", lambda one: one.row.prompt),
    Field("history", "Conversation before", _turns),
    Field("left_out", "Turns left out", lambda one: one.lane.left_out or None),
    Field("sent", "Text sent", lambda one: one.lane.prompt or None),
    Field("text", "Answer", lambda one: one.lane.text),
)
BY_NAME = {field.name: field for field in FIELDS}


def fields_of(names: Sequence[str]) -> tuple[Field, ...]:
    """The fields of these names in this order, all where none is named.

    Raises `ChoiceError` for a name that is none.
    """
    for name in names:
        if name not in BY_NAME:
            hint = suggest(name, BY_NAME) or f"The columns: {', '.join(BY_NAME)}."
            raise ChoiceError(f"There is no column {name!r}.", hint)
    return tuple(BY_NAME[name] for name in dict.fromkeys(names)) if names else FIELDS


def record_of(answer: Answer, fields: Sequence[Field]) -> dict[str, Any]:
    """An answer in plain values, by the names of the fields."""
    return {field.name: field.value(answer) for field in fields}
