"""The filter of the catalog: words and `key:value` terms, all of which must hold.

    mistral license:apache-2.0 commercial:yes size:<4GB fits:yes

A word is looked for in id, name, family, architecture, quantisation and licence. `TERMS` lists the
keys. A term that is still being typed (`size:`, `size:<`) leaves everything in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from playground.domain.catalog import CatalogEntry, suggest
from playground.domain.fit import Verdict
from playground.domain.licenses import ANSWERS, CATEGORIES, License
from playground.errors import PlaygroundError


class FilterError(PlaygroundError):
    """A filter names a key that does not exist or a value its key cannot have."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A model as the filter sees it."""

    entry: CatalogEntry
    license: License
    words: str
    """Everything that words are looked for in, casefolded."""
    fits: Callable[[CatalogEntry], Verdict]
    """Asked only where a term needs it."""


Test: TypeAlias = Callable[[Subject], bool]


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that was understood."""

    text: str = ""
    """As it was typed."""
    words: tuple[str, ...] = ()
    tests: tuple[Test, ...] = ()

    def accepts(self, subject: Subject) -> bool:
        """Whether every word and every term holds."""
        for word in self.words:  # in plain loops: ten thousand models are asked at every key
            if word not in subject.words:
                return False
        for test in self.tests:  # noqa: SIM110
            if not test(subject):
                return False
        return True


def subject(
    entry: CatalogEntry, license_: License, fits: Callable[[CatalogEntry], Verdict]
) -> Subject:
    """A model made ready for filters."""
    text = (
        entry.id,
        entry.name,
        entry.family,
        entry.architecture,
        entry.quantisation,
        license_.id,
        license_.label,
    )
    return Subject(entry, license_, "\n".join(text).casefold(), fits)


def parse_filter(text: str) -> Filter:
    """Read a filter; raises `FilterError` naming the term, and what there is instead."""
    words: list[str] = []
    tests: list[Test] = []
    for token in _TOKEN.findall(text):
        term = _TERM.fullmatch(token)
        if term is None:
            words.append(token.replace('"', "").casefold())
            continue
        typed = term["key"].casefold()
        key, value = _SPELLINGS.get(typed, typed), term["value"].replace('"', "").casefold()
        if key not in TERMS:
            message = f"There is no key {key}; the keys are {', '.join(TERMS)}."
            raise FilterError(message, suggest(key, TERMS))
        test = TERMS[key](key, value)
        if test is not None:
            tests.append(test)
    return Filter(text, tuple(words), tuple(tests))


def with_category(text: str, category: str) -> str:
    """The filter with its `class:` term replaced; an empty category takes the term away."""
    kept = [token for token in _TOKEN.findall(text) if not token.casefold().startswith("class:")]
    return " ".join([*kept, *([f"class:{category}"] if category else [])])


def category_of(text: str) -> str:
    """The value of the `class:` term; empty where there is none."""
    found = [token for token in _TOKEN.findall(text) if token.casefold().startswith("class:")]
    return found[-1][len("class:") :].casefold() if found else ""


_SPELLINGS = {"licence": "license", "quantization": "quantisation", "params": "parameters"}
# A term or a word; quotes keep spaces together.
_TOKEN = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
# Model ids hold colons too, but also digits, dots or hyphens before them.
_TERM = re.compile(r"(?P<key>[A-Za-z_]+):(?P<value>.*)")
_COMPARISON = re.compile(r"(?P<sign><=|>=|<|>|=)?(?P<number>\d+(?:\.\d*)?|\.\d+)?(?P<unit>[a-z]*)")
_SIGNS: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "=": lambda one, other: one == other,
}
_BYTES = {"": 1e9, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12}
_BYTES |= {f"{unit}b": factor for unit, factor in _BYTES.items() if unit}
_BYTES |= {f"{unit}ib": 2.0 ** (10 * power) for power, unit in enumerate("kmgt", 1)}
_COUNTS = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9}


def _text(of: Callable[[Subject], tuple[str, ...]]) -> Callable[[str, str], Test | None]:
    """A term that looks for its value in some texts; `key:=value` wants one of them whole."""

    def read(key: str, value: str) -> Test | None:
        del key
        if value.startswith("="):
            whole = value[1:]
            return lambda subject: whole in (text.casefold() for text in of(subject))
        return lambda subject: any(value in text.casefold() for text in of(subject))

    return read


def _choice(
    of: Callable[[Subject], str], values: Mapping[str, tuple[str, ...]]
) -> Callable[[str, str], Test | None]:
    """A term with few values, each standing for some of what `of` gives; beginnings will do."""

    def read(key: str, value: str) -> Test | None:
        if not value:
            return None
        name = value if value in values else next((v for v in values if v.startswith(value)), None)
        if name is None:
            raise FilterError(
                f"{key}: is one of {', '.join(values)}, not {value}.", suggest(value, values)
            )
        wanted = values[name]
        return lambda subject: of(subject) in wanted

    return read


def _number(
    of: Callable[[Subject], int | None], units: Mapping[str, float], example: str
) -> Callable[[str, str], Test | None]:
    """A term that compares; what is not known passes no comparison."""

    def read(key: str, value: str) -> Test | None:
        match = _COMPARISON.fullmatch(value)
        if match is None or match["unit"] not in units or (match["number"] and not match["sign"]):
            raise FilterError(
                f"{key}: wants a comparison such as {key}:{example}, not {value}.",
                f"Units: {', '.join(unit for unit in units if unit)}.",
            )
        if not match["number"]:
            return None
        limit = float(match["number"]) * units[match["unit"]]
        compare = _SIGNS[match["sign"]]

        def test(subject: Subject) -> bool:
            count = of(subject)
            return count is not None and compare(count, limit)

        return test

    return read


_YES_NO = {"yes": ("yes",), "no": ("no",)}
_FITS = {
    "yes": ("ok", "tight"),
    "no": ("no",),
    "ok": ("ok",),
    "tight": ("tight",),
    "unknown": ("unknown",),
}


def _said(truth: bool) -> str:
    return "yes" if truth else "no"


TERMS: Mapping[str, Callable[[str, str], Test | None]] = {
    "license": _text(lambda one: (one.license.id, one.license.spdx, one.license.label)),
    "class": _choice(lambda one: one.license.category, {name: (name,) for name in CATEGORIES}),
    "commercial": _choice(
        lambda one: one.license.allows("commercial_use"), {name: (name,) for name in ANSWERS}
    ),
    "family": _text(lambda one: (one.entry.family,)),
    "architecture": _text(lambda one: (one.entry.architecture,)),
    "engine": _text(lambda one: one.entry.engines),
    "quantisation": _text(lambda one: (one.entry.quantisation,)),
    "size": _number(lambda one: one.entry.size_bytes, _BYTES, "<4GB"),
    "parameters": _number(lambda one: one.entry.parameters, _COUNTS, "<8B"),
    "context": _number(lambda one: one.entry.context_length, _COUNTS, ">8000"),
    "fits": _choice(lambda one: one.fits(one.entry), _FITS),
    "installed": _choice(lambda one: _said(one.entry.installed), _YES_NO),
}
"""The keys in the order in which they are listed; each reads its value, or gives None for no test
where it is not finished."""
