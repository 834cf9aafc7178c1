"""What differs between two texts, word by word, with marks that need no colour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["same", "old", "new"]

# A word with the space after it; in scripts without spaces each character stands for a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_UNSPACED}]\s*|[^\s{_UNSPACED}]+\s*|\s+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")

# Beyond this many words in either text lines are compared: matching words takes quadratic time.
_MOST_WORDS = 4000


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that both have, or only the old or the new one has."""

    kind: Kind
    text: str

    @property
    def marked(self) -> str:
        """The text as the comparison shows it: [-old-] and {+new+}, with what follows outside."""
        if self.kind == "same":
            return self.text
        body = self.text.rstrip()
        space = self.text[len(body) :]
        return (f"[-{body}-]" if self.kind == "old" else f"{{+{body}+}}") + space


@dataclass(frozen=True, slots=True)
class Difference:
    """All parts in reading order, what is gone before what came instead."""

    parts: tuple[Part, ...]
    by_lines: bool = False
    """Whether the texts were too long to compare word by word."""

    def words(self, kind: Kind) -> int:
        """How many words are in the parts of this kind."""
        return sum(len(words_of(part.text)) for part in self.parts if part.kind == kind)

    @property
    def alike(self) -> bool:
        """Whether no word differs; spaces and line ends do not count."""
        return all(part.kind == "same" for part in self.parts)


def words_of(text: str) -> list[str]:
    """The words of a text without the space around them."""
    return [word.strip() for word in _WORD.findall(text) if word.strip()]


def difference(old: str, new: str) -> Difference:
    """Compare two texts; where they are alike the spacing of the new one is shown."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    by_lines = max(len(before), len(after)) > _MOST_WORDS
    if by_lines:
        before, after = _LINE.findall(old), _LINE.findall(new)
    return Difference(tuple(_parts(before, after)), by_lines)


def _parts(before: list[str], after: list[str]) -> Iterator[Part]:
    matcher = SequenceMatcher(
        None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False
    )
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        gone, come = "".join(before[start:end]), "".join(after[new_start:new_end])
        if tag == "equal":
            # At the end of the new text what the old one goes on with needs the space before it.
            yield Part("same", come if come[-1].isspace() else come + gone[len(gone.rstrip()) :])
            continue
        if gone.strip():
            # Nothing may touch the text that follows, which can be at the end of a text.
            yield Part("old", gone if gone[-1].isspace() or not come else gone + " ")
        if come.strip():
            yield Part("new", come)
        elif come and not gone.strip():
            yield Part("same", come)
