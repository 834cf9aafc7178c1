"""How exports put foreign text and figures into words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from playground.domain import sizes
from playground.domain.comparison import Answer, Comparison, Spread
from playground.domain.comparison.fields import Field, fields_of
from playground.domain.judgements import stars
from playground.domain.records import AdapterRecord, MachineRecord
from playground.domain.sizes import counted
from playground.domain.terminal import visible

_LONG = frozenset(
    {"text", "prompt", "sent", "system", "error", "note", "notes", "rating", "grammar", "history"}
)
"""Shown in places of their own."""
_SHOWN = (
    *("tokens_per_second", "first_token_seconds", "completion_tokens", "stop_reason"),
    *("seed", "temperature", "top_k", "top_p", "repetition_penalty", "max_new_tokens"),
    *(
        "template",
        "adapters",
        "goes_on_from",
        "edits",
        "left_out",
        "prompt_tokens",
        "load_seconds",
        "memory_bytes",
        "threads",
        "context_length",
    ),
    *("engine", "engine_version"),
)


def shown(text: str) -> str:
    """Foreign text as documents show it: control characters as pictures, line ends of Unix."""
    return visible(text.replace("\r\n", "\n"))


def number(value: float) -> str:
    """Three digits, without an exponent: "0.00422", "12.3", "720", "12800"."""
    if value == 0 or abs(value) >= 1000:
        return f"{value:.0f}"
    text = f"{float(f'{value:.3g}'):f}"
    return text.rstrip("0").rstrip(".")


def spread_words(spread: Spread | None, unit: str = "") -> str:
    """Median and quartiles: "12.3 (11 to 13.5) tok/s"; a dash where nothing is known."""
    if spread is None:
        return "–"
    text = number(spread.median)
    if spread.count > 1:
        text += f" ({number(spread.low)} to {number(spread.high)})"
    return f"{text} {unit}".strip()


def rating_words(rating: int) -> str:
    """Stars, and for those who do not see them the figure."""
    return f"{stars(rating)} {stars(rating, plain=True)}"


def day(moment: datetime | None) -> str:
    """The date and the minute, with the time zone as recorded; empty where it is not known."""
    return f"{moment:%Y-%m-%d %H:%M} {moment.tzname() or ''}".strip() if moment else ""


def extent(comparison: Comparison) -> str:
    """How much there is."""
    parts = (
        counted(len(comparison.columns), "model"),
        counted(len(comparison.rows), "prompt"),
        counted(len(comparison.runs), "run"),
        counted(len(comparison.answers), "answer"),
    )
    return ", ".join(parts)


def machine_words(machine: MachineRecord) -> str:
    """The machine in a line."""
    memory = sizes.words(machine.memory_bytes) if machine.memory_bytes else ""
    cores = counted(machine.cores, "core") if machine.cores else ""
    parts = (shown(machine.processor), cores, memory, shown(machine.system))
    return ", ".join(part for part in parts if part)


def answer_name(answer: Answer) -> str:
    """Which of the answers in its cell it is: "run 2, version 2, sample 1, seed 7"."""
    lane = answer.lane
    parts = [f"run {lane.run}"]
    if lane.version > 1:
        parts.append(f"version {lane.version}")
    if lane.sample:
        parts.append(f"sample {lane.sample + 1}")
    if lane.variant:
        parts.append(f"variant {shown(lane.variant)}")
    parts.append(f"seed {lane.seed}")
    return ", ".join(parts)


def facts(answer: Answer, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Label and value of each figure that is known, texts aside; of these fields, if any."""
    for field in fields_of(names or _SHOWN):
        value = None if field.name in _LONG else field.value(answer)
        if field.name == "adapters":
            value = ", ".join(map(adapter_words, answer.lane.adapters))
        elif field.name == "goes_on_from" and answer.lane.parent is not None:
            run, column, version = answer.lane.parent
            value = f"run {run}, column {column + 1}, version {version}"
        if value is not None and value not in ("", []):
            yield field.label, _value(field, value)


def adapter_words(adapter: AdapterRecord) -> str:
    """File, scale and the beginning of its SHA-256."""
    digest = f" (SHA-256 {adapter.sha256[:12]}…)" if adapter.sha256 else ""
    return f"{shown(adapter.path.rpartition('/')[2])} × {adapter.scale:g}{digest}"


def turn_name(number: int) -> str:
    """Which turn of a conversation it is, from 0, and whose: a person begins."""
    return f"Turn {number // 2 + 1}, {'answer' if number % 2 else 'prompt'}"


def _value(field: Field, value: object) -> str:
    if field.name == "memory_bytes" and isinstance(value, int):
        return sizes.words(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{number(value)} {field.unit}".strip()
    if isinstance(value, list):
        return ", ".join(repr(shown(str(one))) for one in value)
    return f"{shown(str(value))} {field.unit}".strip()
