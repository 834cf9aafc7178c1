"""Textual bindings made from the one table of keys."""

from __future__ import annotations

from collections.abc import Mapping

from textual.binding import Binding

from playground.domain.keymap import BY_ID, KEYMAP
from playground.domain.keys_of_user import NUMBERED

_NAMES = {
    "escape": "Esc",
    "space": "Space",
    "right": "→",
    "left": "←",
    "enter": "Enter",
    "slash": "/",
    "comma": ",",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "underscore": "_",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}


def binding(id_: str, action: str, *, priority: bool = False) -> Binding:
    """The binding of this id; `priority` takes the key before the focused widget does."""
    key = BY_ID[id_]
    return Binding(",".join(key.keys), action, key.what, show=False, priority=priority, id=key.id)


def shown(key: str) -> str:
    """A key as people read it: F5, Ctrl+R, Esc."""
    if len(key) == 1:
        return key
    return "+".join(_NAMES.get(part, part.capitalize()) for part in key.split("+"))


def first_keys(changed: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The key to show for each id, after the user's own keymap."""
    return {key.id: shown(changed.get(key.id, key.keys)[0]) for key in KEYMAP}


def numbered(number: int) -> str:
    """The id of the binding of the output of this number, 1 to 9."""
    return f"{NUMBERED}.{number}"


def keymap_of(usable: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """What Textual's keymap takes: keys separated by commas, by the id of the binding."""
    found = {id_: ",".join(keys) for id_, keys in usable.items() if id_ != NUMBERED}
    for number, key in enumerate(usable.get(NUMBERED, ()), 1):
        found[numbered(number)] = key
    return found
