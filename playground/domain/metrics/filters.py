"""From what a model said to the answer that is judged: small steps, named in the task."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

_FENCE = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n(.*?)(?:```|\Z)", re.DOTALL)
_NUMBERS = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_MARKED = re.compile(r"####[ \t]*(-?\d[\d,]*(?:\.\d+)?)")


def _first_line(text: str) -> str:
    return next((line for line in text.split("\n") if line.strip()), "")


def _first_word(text: str) -> str:
    found = re.search(r"[\w'-]+", text)
    return found[0] if found else ""


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0]


def _last_number(text: str) -> str:
    marked = _MARKED.findall(text)
    found = marked or _NUMBERS.findall(text)
    return found[-1].rstrip(",") if found else ""


def _code(text: str) -> str:
    """The first fenced block, or everything where there is none."""
    found = _FENCE.search(text)
    return found[1] if found else text


def _body(text: str) -> str:
    """What belongs to a function whose first line was asked for.

    That is up to the first line that stands at the margin again; a blank line does not end it.
    """
    kept: list[str] = []
    for at, line in enumerate(text.split("\n")):
        if at and line.strip() and not line[0].isspace():
            break
        kept.append(line)
    return "\n".join(kept).rstrip()


FILTERS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "strip": str.strip,
        "lower": str.lower,
        "first_line": _first_line,
        "first_word": _first_word,
        "first_sentence": _first_sentence,
        "last_number": _last_number,
        "code": _code,
        "body": _body,
    }
)
"""Those that take no argument."""
WITH_ARGUMENT = ("before", "after", "pattern")
"""Written as NAME:TEXT; `pattern` gives the first group of its first match, or nothing."""


def problem(step: str) -> str:
    """What is wrong with a step as written; empty where nothing is."""
    name, colon, argument = step.partition(":")
    if name in FILTERS and not colon:
        return ""
    if name in WITH_ARGUMENT and argument:
        if name == "pattern":
            try:
                groups = re.compile(argument).groups
            except re.error as error:
                return f"the pattern {argument!r} is wrong: {error}"
            return "" if groups else f"the pattern {argument!r} has no group"
        return ""
    known = ", ".join((*FILTERS, *(f"{one}:TEXT" for one in WITH_ARGUMENT)))
    return f"there is no filter {step!r}; the filters are {known}"


def filtered(text: str, steps: Sequence[str]) -> str:
    """The text after all steps, in order."""
    for step in steps:
        name, _, argument = step.partition(":")
        if name == "before":
            text = text.partition(argument)[0]
        elif name == "after":
            text = text.partition(argument)[2] if argument in text else text
        elif name == "pattern":
            found = re.search(argument, text)
            text = found[1] or "" if found else ""
        else:
            text = FILTERS[name](text)
    return text
