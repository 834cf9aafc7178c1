"""Takes off what chat models put around an answer: reasoning, politeness, labels, emphasis."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

NUMBER = r"(?:(?<![\w)\]])[-−])?(?>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
"""A number in running text; a hyphen is its sign only where nothing stands before it."""

_REASONING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_UNOPENED = re.compile(r"\A.*</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
_POLITENESS = re.compile(
    r"\A(?:sure|certainly|of course|absolutely|okay|ok)\b"
    r"(?:[^\n:.!,]{0,80}[!.:]|,(?=\s*here\b)|,[^\n:.!]{0,80}[!.:])\s*",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\A(?:here(?:'s|’s| is| are)|below is|based on)\b[^\n:]{0,120}:[*_]*\s*", re.IGNORECASE
)
_STATED = "answer|summary|label|category|topic|intent|sentiment|classification"
_NAMES = f"{_STATED}|response|output|result|option|choice"
_DECIDING = (
    rf"(?:(?i:{_NAMES})\b[^.\n]{{0,40}}?(?::|(?i:\bis\b|\bas\b|\bwould be\b))"
    r"|(?i:(?:classified|categori[sz]ed|labell?ed) as))"
)
_LABEL = re.compile(
    rf"\A[*_#\s]*(?:the\s+)?(?:[\w-]+\s+){{0,2}}?"
    rf"(?:(?:{_NAMES})[*_]*\s*:|(?:{_STATED})[*_]*\s+is\b:?)[*_]*\s*",
    re.IGNORECASE,
)
_CONCLUDED = re.compile(
    r"^[*_#\s]*(?:so\W+|therefore\W+|thus\W+)?(?:the\s+)?(?:final\s+)?answer[*_]*"
    r"(?:\s*:|\s+is\b:?)[*_]*[ \t]*(?=\S)",
    re.IGNORECASE | re.MULTILINE,
)
_MARKED_NUMBER = re.compile(
    r"(?:####|\\boxed\s*\{|\banswer\b[^\d\n.:=]{0,40}?(?:\bis\b|:|=))"
    rf"[^\w\n−-]{{0,12}}(?>({NUMBER}))(?!\s*[-+*/×÷=^x]\s*[\d(])",
    re.IGNORECASE,
)
_ANY_NUMBER = re.compile(NUMBER)
_PAIRS = ("**", "__", '"', "'", "“”", "‘’", "*", "_", "`", "«»")
_FENCED = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n(.*?)(?:```|\Z)", re.DOTALL)
_OPENINGS = re.compile(r"[\[{]")
_MOST_OPENINGS = 20


def without_reasoning(text: str) -> str:
    """The text without its <think> blocks; one that was never closed is reasoning to the end."""
    return _REASONING.sub("", _UNOPENED.sub("", text)).lstrip("\n")


def undressed(text: str) -> str:
    """The answer without politeness, announcement, label, emphasis and quotation marks.

    Where a line concludes ("So the answer is …"), what stands behind it is the answer.
    """
    text = text.strip()
    concluded = list(_CONCLUDED.finditer(text))
    if concluded:
        text = text[concluded[-1].end() :]
    for pattern in (_POLITENESS, _ANNOUNCED, _LABEL):
        left = pattern.sub("", text, count=1)
        text = left if left.strip() else text
    return _bare(text.strip())


def _bare(text: str) -> str:
    """Without the marks around all of it."""
    for pair in _PAIRS:
        opening, closing = (pair[0], pair[1]) if pair[0] != pair[-1] else (pair, pair)
        inner = text[len(opening) : len(text) - len(closing)]
        around = len(text) > len(pair) and text.startswith(opening) and text.endswith(closing)
        if around and opening not in inner and closing not in inner:
            return _bare(inner.strip())
    return text


def concluding_number(text: str) -> str:
    """The number said to be the answer; where none is, the last number there is; else nothing.

    Said to be it means after ####, in a box of TeX, or right after "answer is" or "Answer:".
    """
    found = _MARKED_NUMBER.findall(text) or _ANY_NUMBER.findall(text)
    return found[-1].replace("−", "-") if found else ""


def chosen(text: str, choices: Sequence[str]) -> str:
    """The one of the choices that the text decides for; the undressed text where it does not.

    It decides for the choice that it consists of, begins with or names after "the answer is", and
    for the only one that it mentions. A and I count only where they cannot be words.
    """
    said = undressed(text)
    if not choices:
        return said
    letters = all(len(choice) == 1 for choice in choices)
    names = "|".join(map(re.escape, sorted(choices, key=len, reverse=True)))
    one_of = rf"(?<![\w-])({names})(?![\w'’-])"
    flags = re.NOFLAG if letters else re.IGNORECASE
    if letters:  # "A dog" does not decide for A
        one_of += r"(?<!(?-i:[AI])(?=\s+[a-z]))"
    alone = rf"{one_of}(?!\s*(?:/|or\b|and\b))"
    begun = rf"\A[(\[*_\"'“‘\s]*{alone}"
    concluded = rf"{_DECIDING}[^\w\n]{{0,6}}(?:(?i:option|the)\s+)?{alone}"
    for pattern in (begun, concluded):
        found: list[str] = re.findall(pattern, said, flags)
        if found:
            return _spelt(found[-1], choices)
    mentioned = {_spelt(one, choices) for one in re.findall(one_of, said, flags)}
    return next(iter(mentioned)) if len(mentioned) == 1 else said


def _spelt(said: str, choices: Sequence[str]) -> str:
    return next(one for one in choices if one == said or one.casefold() == said.casefold())


def embedded_json(text: str) -> str:
    """The JSON value in a text: all of it, a fenced block, or the first object or list in it.

    Nothing where there is none.
    """
    blocks: list[str] = _FENCED.findall(text)
    for candidate in (text, *blocks):
        if _is_json(candidate):
            return candidate.strip()
    decoder = json.JSONDecoder()
    for opening in list(_OPENINGS.finditer(text))[:_MOST_OPENINGS]:
        try:
            end: int = decoder.raw_decode(text, opening.start())[1]
        except (ValueError, RecursionError):
            continue
        return text[opening.start() : end]
    return ""


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
