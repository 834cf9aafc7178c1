"""Textual bindings made from the one table of keys."""

from __future__ import annotations

from dataclasses import replace

from textual.binding import Binding, BindingType

from playground.domain.key_changes import NUMBER, Keys
from playground.domain.keymap import BY_ID

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
    "less_than_sign": "<",
    "greater_than_sign": ">",
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


def either_case(*bindings: Binding) -> list[BindingType]:
    """The bindings of a page, each letter taken small and capital.

    The foot of a page names its keys by capitals, and Caps Lock may be on.
    """
    own = {key for one in bindings for key in one.key.split(",")}
    return [replace(one, key=",".join(_both(one.key, own))) for one in bindings]


def _both(keys: str, own: set[str]) -> list[str]:
    found = []
    for key in keys.split(","):
        found.append(key)
        other = key.swapcase()
        if len(key) == 1 and key.isalpha() and other not in own:
            found.append(other)
    return found


def shown(key: str) -> str:
    """A key as people read it: F5, Ctrl+R, Esc."""
    if len(key) == 1:
        return key
    return "+".join(_NAMES.get(part, part.capitalize()) for part in key.split("+"))


def number_binding(number: int, action: str) -> Binding:
    """The binding of the output with this number, from 1: each is changed by itself."""
    return Binding(str(number), action, show=False, id=f"{NUMBER}.{number}")


def first_keys(keys: Keys) -> dict[str, str]:
    """The key to show for each id."""
    return {id_: shown(those[0]) for id_, those in keys.by_id.items()}


def changed_keys(keys: Keys) -> dict[str, str]:
    """What differs from the usual keys, as Textual's keymap has it."""
    found = {id_: ",".join(keys.by_id[id_]) for id_ in keys.changed - {NUMBER}}
    if NUMBER in keys.changed:
        found |= {f"{NUMBER}.{at}": key for at, key in enumerate(keys.by_id[NUMBER], 1)}
    return found


def with_alt(keys: Keys) -> frozenset[str]:
    """The keys with Alt among them."""
    all_keys = {key for those in keys.by_id.values() for key in those}
    return frozenset(key for key in all_keys if key.startswith("alt+"))
