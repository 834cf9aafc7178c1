"""Texts that stand in the editor as one short placeholder and reach the model as they are.

An editor of lines wraps and draws a text of a million characters slowly, and it cannot hold
control characters or line ends of several kinds. Such a text is set aside under a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from playground.domain.terminal import visible

EDITABLE_CHARACTERS = 32_768
"""A longer text is attached: in one of this length, a key takes 30 ms of a core instead of 6."""

EDITABLE_LINES = 2_000
"""Likewise for the number of lines."""

_PLACEHOLDER = re.compile(r"\[pasted [0-9][0-9,]* characters?(?: #[0-9]+)?\]")
# What str.splitlines takes for the end of a line besides CR and LF.
_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
# The marks of Arabic and Hebrew writing turn nothing round by themselves.
_MARKS = str.maketrans("", "", "\u061c\u200e\u200f")


def editable(text: str) -> bool:
    """Whether the editor can hold this text quickly and give it back unchanged."""
    if len(text) > EDITABLE_CHARACTERS or text.count("\n") > EDITABLE_LINES:
        return False
    one_kind = "\n" not in text.replace("\r\n", "")
    lines = (text.replace("\r\n", "\n") if one_kind else text).translate(_MARKS)
    return visible(lines) == lines and not _OTHER_LINE_ENDS.search(lines)


def unix_lines(text: str) -> str:
    """The text with every end of a line as LF: terminals send CR for it in what they paste."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def placeholder(text: str, taken: Mapping[str, str]) -> str:
    """A placeholder for this text; an attachment that is there already keeps its own."""
    plain = f"[pasted {len(text):,} character{'' if len(text) == 1 else 's'}]"
    name, number = plain, 1
    while name in taken and taken[name] != text:
        number += 1
        name = f"{plain[:-1]} #{number}]"
    return name


def spans(text: str, known: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where known placeholders begin and end in a text."""
    if not known:
        return
    for match in _PLACEHOLDER.finditer(text):
        if match[0] in known:
            yield match.span()


def split(text: str, attached: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each typed (False) or attached (True), attachments in their place."""
    end = 0
    for start, stop in spans(text, attached):
        if start > end:
            yield text[end:start], False
        yield attached[text[start:stop]], True
        end = stop
    if end < len(text):
        yield text[end:], False


def expand(text: str, attached: Mapping[str, str]) -> str:
    """The text with its attachments in their place."""
    return "".join(piece for piece, _ in split(text, attached))
