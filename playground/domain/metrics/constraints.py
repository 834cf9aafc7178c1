"""Constraints on an answer that a program can check: length, format, keywords, JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from playground.domain.metrics.dressing import embedded_json
from playground.domain.tasks import Constraint

_SENTENCE = re.compile(r"[.!?]+(?=\s|$)")
_BULLET = re.compile(r"^\s*[-*•]\s+\S", re.MULTILINE)
_NUMBERED = re.compile(r"^\s*\d+[.)]\s+\S", re.MULTILINE)

Number = Callable[[str, int], bool]
Text = Callable[[str, str], bool]


def _sentences(text: str) -> int:
    return len(_SENTENCE.findall(text.strip())) or int(bool(text.strip()))


def _lines(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip())


def _has(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def _json(text: str) -> Any:
    """The value, in prose or a fence too, or a lone object that no JSON value equals."""
    return _value(embedded_json(text))


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return object


def _paragraphs(text: str) -> int:
    return sum(1 for one in re.split(r"\n[ \t]*\n", text) if one.strip())


NUMBERS: Mapping[str, Number] = MappingProxyType(
    {
        "min_words": lambda text, n: len(text.split()) >= n,
        "max_words": lambda text, n: 0 < len(text.split()) <= n,
        "words": lambda text, n: len(text.split()) == n,
        "sentences": lambda text, n: _sentences(text) == n,
        "paragraphs": lambda text, n: _paragraphs(text) == n,
        "lines": lambda text, n: _lines(text) == n,
        "bullets": lambda text, n: len(_BULLET.findall(text)) == n,
        "numbered": lambda text, n: len(_NUMBERED.findall(text)) == n,
        "max_characters": lambda text, n: 0 < len(text.strip()) <= n,
        "json_items": lambda text, n: isinstance(_json(text), list) and len(_json(text)) == n,
    }
)
TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        "includes": _has,
        "excludes": lambda text, word: bool(text.strip()) and not _has(text, word),
        "starts_with": lambda text, start: text.strip().startswith(start),
        "ends_with": lambda text, end: text.strip().endswith(end),
        "matches": lambda text, pattern: re.search(pattern, text) is not None,
    }
)
PLAIN: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "uppercase": lambda text: any(map(str.isalpha, text)) and text == text.upper(),
        "lowercase": lambda text: any(map(str.isalpha, text)) and text == text.lower(),
        "json": lambda text: _json(text) is not object,
        "bare_json": lambda text: _value(text.strip()) is not object,
        "json_object": lambda text: isinstance(_json(text), dict),
        "no_comma": lambda text: bool(text.strip()) and "," not in text,
    }
)
LISTS = ("json_keys",)
CONSTRAINTS = (*NUMBERS, *TEXTS, *PLAIN, *LISTS)
"""Every kind."""


def problem(constraint: Constraint) -> str:
    """What is wrong with it as written; empty where nothing is."""
    kind, value = constraint.kind, constraint.value
    if kind not in CONSTRAINTS:
        return f"there is no constraint {kind!r}; there are {', '.join(CONSTRAINTS)}"
    if kind in NUMBERS and (not isinstance(value, int) or value < 0):
        return f"the constraint {kind} takes a whole number, not {value!r}"
    if kind in TEXTS and (not isinstance(value, str) or not value):
        return f"the constraint {kind} takes a text, not {value!r}"
    if kind in LISTS and not isinstance(value, tuple):
        return f"the constraint {kind} takes a list of texts, not {value!r}"
    if kind == "matches":
        try:
            re.compile(str(value))
        except re.error as error:
            return f"the pattern {value!r} is wrong: {error}"
    return ""


def holds(text: str, constraint: Constraint) -> bool:
    """Whether a text satisfies it."""
    kind, value = constraint.kind, constraint.value
    if kind in NUMBERS and isinstance(value, int):
        return NUMBERS[kind](text, value)
    if kind in TEXTS and isinstance(value, str):
        return TEXTS[kind](text, value)
    if kind in PLAIN:
        return PLAIN[kind](text)
    found = _json(text)
    wanted = value if isinstance(value, tuple) else ()
    return isinstance(found, dict) and sorted(found) == sorted(wanted)


def satisfied(text: str, constraints: Sequence[Constraint]) -> float:
    """The share that holds, 0 to 1; 1 where there are none."""
    if not constraints:
        return 1.0
    return sum(holds(text, one) for one in constraints) / len(constraints)


def told(text: str, constraints: Sequence[Constraint]) -> str:
    """Which ones do not hold, in words; empty where all do."""
    broken = [str(one) for one in constraints if not holds(text, one)]
    return f"not held: {', '.join(broken)}" if broken else ""
