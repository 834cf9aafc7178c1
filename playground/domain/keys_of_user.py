"""The user's own keys: what of a `[keys]` table can be used, and what is wrong with the rest."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from playground.domain.catalog import suggest
from playground.domain.keymap import BY_ID, KEYMAP, Place

NUMBERED = "output.number"
"""The id of the nine keys that lead to the outputs by their number."""

_NAMED = frozenset(
    [
        *("enter", "tab", "escape", "space", "backspace", "delete", "insert", "home", "end"),
        *("pageup", "pagedown", "up", "down", "left", "right"),
        *(f"f{number}" for number in range(1, 25)),
    ]
)
_MODIFIERS = ("ctrl", "shift", "alt")
# As terminals' programs call them, where that is not the name of the character.
_CHARACTERS = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}


class UserKeys(NamedTuple):
    """A `[keys]` table after a look at it."""

    usable: dict[str, tuple[str, ...]]
    """Keys by id, as Textual names them."""
    problems: tuple[str, ...]
    """What was left out, in words for people; those ids keep their usual keys."""


def read_keys(table: Mapping[str, str]) -> UserKeys:
    """Check ids, names of keys, and that no key does two things in one place."""
    usable: dict[str, tuple[str, ...]] = {}
    problems: list[str] = []
    for id_, value in table.items():
        keys = tuple(_named(part.strip()) for part in _parts(value))
        problem = _problem(id_, value, keys)
        if problem:
            problems.append(problem)
        else:
            usable[id_] = keys
    for id_ in list(usable):
        clash = _clash(id_, usable)
        if clash:
            problems.append(clash)
            del usable[id_]
    return UserKeys(usable, tuple(problems))


def _parts(value: str) -> list[str]:
    """The keys of a text with commas between them; a comma alone is the key."""
    return [value] if value.strip() == "," else [part for part in value.split(",") if part.strip()]


def _named(key: str) -> str:
    """The key as Textual names it: "/" is slash, "Ctrl+X" is ctrl+x; capitals stay capitals."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    modifiers = [part.strip().casefold() for part in modifiers]
    if len(last) == 1:
        if last not in string.ascii_letters + string.digits:
            name = unicodedata.name(last, "").casefold().replace("-", "_").replace(" ", "_")
            last = _CHARACTERS.get(name, name)
        elif modifiers:
            last = last.casefold()
    else:
        last = last.strip().casefold()
    return "+".join([*modifiers, last])


def _problem(id_: str, value: str, keys: tuple[str, ...]) -> str:
    if id_ not in BY_ID:
        near = suggest(id_, BY_ID)
        return f"[keys]: there is no action {id_!r}. {near or '`llmplay keys` lists them.'}"
    if not keys:
        return f"[keys]: {id_} names no key."
    for key in keys:
        if not _is_key(key):
            return f"[keys]: {id_} = {value!r} names no key that is known."
    if id_ == NUMBERED and len(keys) != 9:
        return f"[keys]: {id_} wants nine keys, one for each output, not {len(keys)}."
    if BY_ID[id_].where in {"everywhere", "prompt"} and any(len(key) == 1 for key in keys):
        return f"[keys]: {id_} = {value!r} would take a letter away from the prompt."
    return ""


def _is_key(key: str) -> bool:
    *modifiers, last = key.split("+")
    if any(part not in _MODIFIERS for part in modifiers):
        return False
    return len(last) == 1 or last in _NAMED or last in _characters()


def _characters() -> frozenset[str]:
    return frozenset(_named(char) for char in string.punctuation)


def _clash(id_: str, usable: Mapping[str, tuple[str, ...]]) -> str:
    """What else a key of this id does where it works."""
    where = BY_ID[id_].where
    for other in KEYMAP:
        if other.id == id_ or not _meet(where, other.where):
            continue
        taken = usable.get(other.id, other.keys)
        both = [key for key in usable[id_] if key in taken]
        if both:
            return f"[keys]: {id_} = {both[0]!r} is what {other.id} has already."
    return ""


def _meet(one: Place, other: Place) -> bool:
    """Whether two places can be in force at once."""
    return one == other or "everywhere" in {one, other}
