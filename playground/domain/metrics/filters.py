"""From what a model said to the answer that is judged: small steps, named in the task."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from playground.domain.metrics import dressing, programs


def _first_line(text: str) -> str:
    return next((line for line in text.split("\n") if line.strip()), "")


def _first_word(text: str) -> str:
    found = re.search(r"[\w'-]+", text)
    return found[0] if found else ""


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0]


def _first_paragraph(text: str) -> str:
    return re.split(r"\n[ \t]*\n", text.strip(), maxsplit=1)[0]


FILTERS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "strip": str.strip,
        "lower": str.lower,
        "first_line": _first_line,
        "first_word": _first_word,
        "first_sentence": _first_sentence,
        "first_paragraph": _first_paragraph,
        "no_reasoning": dressing.without_reasoning,
        "answer": dressing.undressed,
        "last_number": dressing.concluding_number,
        "json": dressing.embedded_json,
        "code": programs.code,
        "body": programs.body,
        "function": programs.function,
    }
)
"""Those that take no argument."""
CHOICE = "choice"
"""Knows the choices of the example; see `dressing.chosen`."""
WITH_ARGUMENT = ("before", "after", "pattern")
"""Written as NAME:TEXT; `pattern` gives the first group of its first match, or nothing."""


def problem(step: str) -> str:
    """What is wrong with a step as written; empty where nothing is."""
    name, colon, argument = step.partition(":")
    if (name in FILTERS or name == CHOICE) and not colon:
        return ""
    if name in WITH_ARGUMENT and argument:
        if name == "pattern":
            try:
                groups = re.compile(argument).groups
            except re.error as error:
                return f"the pattern {argument!r} is wrong: {error}"
            return "" if groups else f"the pattern {argument!r} has no group"
        return ""
    known = ", ".join((*FILTERS, CHOICE, *(f"{one}:TEXT" for one in WITH_ARGUMENT)))
    return f"there is no filter {step!r}; the filters are {known}"


def filtered(text: str, steps: Sequence[str], choices: Sequence[str] = ()) -> str:
    """The text after all steps, in order; `choices` are those of the example."""
    for step in steps:
        name, _, argument = step.partition(":")
        if name == CHOICE:
            text = dressing.chosen(text, choices)
        elif name == "before":
            text = text.partition(argument)[0]
        elif name == "after":
            text = text.partition(argument)[2] if argument in text else text
        elif name == "pattern":
            found = re.search(argument, text)
            text = found[1] or "" if found else ""
        else:
            text = FILTERS[name](text)
    return text
