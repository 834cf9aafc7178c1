"""What a prompt consists of: a wording or several, variables in it, and what goes around it."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

AUTO = "auto"
"""The template that is each model's own."""

_VARIABLE = re.compile(r"\{\{[ \t]*([A-Za-z_][A-Za-z0-9_]*)[ \t]*\}\}")
_ESCAPED = {r"\n": "\n", r"\r": "\r", r"\t": "\t", r"\\": "\\"}
_ESCAPE = re.compile(r"\\[nrt\\]")
_NEEDS_ESCAPE = {text: escape for escape, text in _ESCAPED.items()}


@dataclass(frozen=True, slots=True)
class PromptOptions:
    """What goes around the prompt and into it."""

    system: str = ""
    template: str = AUTO
    """The name of a template, or `AUTO`."""
    stop: tuple[str, ...] = ()
    """Texts that end an answer, besides those of the template."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What to fill in for each {{name}}; a name without a value is absent."""
    drop_oldest: bool = False
    """Whether a conversation that does not fit the context goes without its oldest turns."""

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The variables of these texts and of the system prompt that have no value."""
        return tuple(name for name in variables_in(self.system, *texts) if name not in self.values)

    def used(self, texts: Iterable[str]) -> dict[str, str]:
        """The values of those variables that these texts or the system prompt name."""
        names = variables_in(self.system, *texts)
        return {name: self.values[name] for name in names if name in self.values}


def variables_in(*texts: str) -> tuple[str, ...]:
    """The names written as {{name}}, blanks inside allowed, in the order of their first use."""
    return tuple(dict.fromkeys(name for text in texts for name in _VARIABLE.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled in; those without a value stay as they are.

    One pass: a {{name}} inside a value is left alone.
    """
    return _VARIABLE.sub(lambda match: values.get(match[1], match[0]), text)


def variant_name(index: int) -> str:
    """A, B … Z, AA, AB … for the variants counted from 0."""
    letters = string.ascii_uppercase
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, len(letters))
        name = letters[letter] + name
    return name


def read_stops(text: str) -> tuple[str, ...]:
    r"""One stop string a line, where \n, \r, \t and \\ stand for what they do elsewhere."""
    lines = (_ESCAPE.sub(lambda match: _ESCAPED[match[0]], line) for line in text.split("\n"))
    return tuple(dict.fromkeys(line for line in lines if line))


def write_stops(stops: Iterable[str]) -> str:
    """The lines that `read_stops` reads as these."""
    return "\n".join("".join(_NEEDS_ESCAPE.get(char, char) for char in stop) for stop in stops)


@dataclass(frozen=True, slots=True)
class Drafts:
    """The wordings that are being written, one of them in the editor."""

    texts: tuple[str, ...] = ("",)
    """At least one."""
    at: int = 0
    """Which one is in the editor."""

    @property
    def text(self) -> str:
        """The one in the editor."""
        return self.texts[self.at]

    def written(self, text: str) -> Drafts:
        """With this text in the place of the one in the editor."""
        return Drafts((*self.texts[: self.at], text, *self.texts[self.at + 1 :]), self.at)

    def copied(self) -> Drafts:
        """With a copy of the one in the editor as the last, in the editor now."""
        return Drafts((*self.texts, self.text), len(self.texts))

    def after(self) -> Drafts:
        """With the next in the editor; one that was emptied is dropped."""
        kept = self.kept()
        step = 1 if self.text.strip() else 0
        return Drafts(kept.texts, (kept.at + step) % len(kept.texts))

    def kept(self) -> Drafts:
        """Without those that were emptied, if another remains."""
        kept = [at for at, text in enumerate(self.texts) if text.strip()]
        if not kept or len(self.texts) == 1:
            return Drafts((self.text,))
        before = sum(at < self.at for at in kept)
        return Drafts(tuple(self.texts[at] for at in kept), min(before, len(kept) - 1))
