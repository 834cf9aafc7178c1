"""The keys as a person changed them: names read, clashes found, what cannot be explained away."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from playground.domain.catalog import suggest
from playground.domain.keymap import BY_ID, KEYMAP, Place

NUMBER = "output.number"
"""Takes as many keys as there are numbers; the first goes to output 1, and so on."""

_FUNCTION_KEYS = {f"f{number}" for number in range(1, 25)}
_MOVES = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown"}
_NAMED = _FUNCTION_KEYS | _MOVES | {"escape", "enter", "tab", "space", "backspace", "delete"}
_NAMED |= {"insert"}
_OTHER_NAMES = {"esc": "escape", "return": "enter", "del": "delete", "ins": "insert"}
_OTHER_NAMES |= {"pgup": "pageup", "pgdn": "pagedown", "pgdown": "pagedown", "bs": "backspace"}
_SHORTER = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_SAME_BYTE = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace"}
_SAME_BYTE |= {"ctrl+left_square_bracket": "escape", "ctrl+minus": "ctrl+underscore"}
_SAME_BYTE |= {"ctrl+slash": "ctrl+underscore"}
"""What terminals send one and the same byte for."""
_MODIFIERS = ("alt", "ctrl", "shift")

_FIXED: Mapping[Place, frozenset[str]] = {
    "everywhere": frozenset({"ctrl+c", "ctrl+z", "tab", "shift+tab"}),
    "prompt": frozenset(),
    "catalog": frozenset({"j", "k", "g", "G", "enter"} | _MOVES - {"left", "right"}),
    "outputs": frozenset(_MOVES - {"left", "right"}),
}
"""Keys of a place that do one thing only."""
_EDITING = _MOVES | {"enter", "space", "backspace", "delete"}


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of every binding, and what was wrong with the wishes of the person."""

    by_id: Mapping[str, tuple[str, ...]]
    """Of every id of the keymap, by the names the bindings have."""
    changed: frozenset[str]
    """The ids whose keys are not the usual ones."""
    problems: tuple[str, ...]
    """One sentence for each wish that was passed over."""


def change_keys(wishes: Mapping[str, str]) -> Keys:
    """The keymap with these wishes: binding id to key, or to several with commas between them.

    A wish that cannot be is passed over, and the usual key of that action stays.
    """
    problems: list[str] = []
    changes: dict[str, tuple[str, ...]] = {}
    for id_, text in wishes.items():
        keys, problem = _read(id_, text)
        if problem:
            problems.append(problem)
        else:
            changes[id_] = keys
    while True:
        by_id = {key.id: changes.get(key.id, key.keys) for key in KEYMAP}
        clash = next(_clashes(by_id, changes), None)
        if clash is None:
            return Keys(by_id, frozenset(changes), tuple(problems))
        id_, problem = clash
        problems.append(problem)
        del changes[id_]


def key_name(typed: str) -> str:
    """The name that bindings have for a key: `/`, `Ctrl+R`, `F5`, `pgup`; empty for no key."""
    typed = typed.strip()
    if typed == "+" or typed.endswith("++"):
        *before, last = *typed.split("+")[:-2], "+"
    else:
        *before, last = typed.split("+")
    modifiers = {_OTHER_NAMES.get(one, one) for one in (part.strip().lower() for part in before)}
    base = _base(last.strip(), modified=bool(modifiers - {"shift"}))
    if not base or not modifiers <= set(_MODIFIERS):
        return ""
    if modifiers == {"shift"} and len(base) == 1 and base.isalpha():
        return base.upper()
    name = "+".join([*(one for one in _MODIFIERS if one in modifiers), base])
    return _SAME_BYTE.get(name, name)


def _base(typed: str, *, modified: bool) -> str:
    if len(typed) == 1:
        if typed.isalnum():
            return typed.lower() if modified else typed
        name = unicodedata.name(typed, "").lower().replace("-", "_").replace(" ", "_")
        return _SHORTER.get(name, name)
    name = typed.lower()
    name = _OTHER_NAMES.get(name, name)
    return name if name in _NAMED | _PUNCTUATION else ""


_PUNCTUATION = {_base(char, modified=False) for char in string.punctuation}


def _read(id_: str, text: str) -> tuple[tuple[str, ...], str]:
    """The keys of one wish, and what is wrong with it."""
    if id_ not in BY_ID:
        hint = suggest(id_, BY_ID)
        return (), f"{id_!r} is no action. {hint or '`llmplay keys` lists them.'}"
    parts = [","] if text.strip() == "," else text.split(",")
    keys = tuple(key_name(part) for part in parts)
    if "" in keys:
        wrong = parts[keys.index("")].strip()
        return (), f"{id_}: {wrong!r} is no key. Keys are written f5, ctrl+r, escape, x or /."
    if id_ == NUMBER and len(keys) != len(BY_ID[NUMBER].keys):
        count = len(BY_ID[NUMBER].keys)
        return (), f"{id_} takes {count} keys, for the outputs 1 to {count}; here are {len(keys)}."
    where = BY_ID[id_].where
    for key in keys:
        if key in _FIXED["everywhere"] | _FIXED[where]:
            return (), f"{id_}: {key} is taken, it always does the same."
        if where in {"everywhere", "prompt"} and _types(key) and key not in BY_ID[id_].keys:
            return (), f"{id_}: {key} is needed to type the prompt."
    return keys, ""


def _types(key: str) -> bool:
    """Whether a key writes or edits text."""
    base = key.removeprefix("shift+")
    return len(base) == 1 or base in _EDITING or base in _PUNCTUATION


def _clashes(
    by_id: Mapping[str, tuple[str, ...]], changes: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    """The wishes that give one key two meanings in one place, the last first, and in words."""
    for id_ in reversed(tuple(changes)):
        for other, others in by_id.items():
            places = {BY_ID[id_].where, BY_ID[other].where}
            if other == id_ or (len(places) == 2 and "everywhere" not in places):
                continue
            both = [key for key in changes[id_] if key in others]
            if both:
                usual = ", ".join(BY_ID[id_].keys)
                yield id_, f"{id_}: {both[0]} is the key of {other}; it keeps {usual}."
