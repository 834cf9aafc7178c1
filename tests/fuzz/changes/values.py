"""TOML and JSON that stay whole, with values that no reader expects."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

import tomli_w

_TEXTS = ("", " ", "\x00", "\x1b[2J", "é\u202e", "\n", "../../x", "/etc/passwd", "x" * 100_000)
_NUMBERS = (0, -1, 1, 2**31, 2**63, 2**64, -(2**63) - 1, 10**400, 1e308, float("inf"), float("nan"))
_OTHERS: tuple[Any, ...] = (True, False, [], {}, [[]], [{}], {"": {}}, ["x", 1, {}], {"x": [1]})


def toml(data: bytes, rng: random.Random) -> bytes:
    """One or two values of a TOML file are others."""
    tables = tomllib.loads(data.decode())
    return tomli_w.dumps(_changed(tables, rng, dates=True)).encode("utf-8", "replace")


def json_text(data: bytes, rng: random.Random) -> bytes:
    """One or two values of a JSON text are others."""
    return json.dumps(_changed(json.loads(data), rng)).encode()


def json_lines(data: bytes, rng: random.Random) -> bytes:
    """The same in a line of several."""
    lines = data.splitlines()
    at = rng.randrange(len(lines))
    lines[at] = json_text(lines[at], rng)
    return b"\n".join(lines) + b"\n"


def unless(
    valid: Callable[[bytes, random.Random], bytes],
) -> Callable[[bytes, random.Random], bytes]:
    """The change where the data is still what it was; else none, as something spoiled it before."""

    def change(data: bytes, rng: random.Random) -> bytes:
        try:
            return valid(data, rng)
        except (ValueError, RecursionError, IndexError, TypeError, AttributeError):
            return data

    return change


def another(rng: random.Random, *, dates: bool = False) -> Any:
    """A value that is seldom the right one."""
    kind = rng.randrange(5 if dates else 4)
    if kind == 0:
        return rng.choice(_TEXTS)
    if kind == 1:
        return rng.choice(_NUMBERS)
    if kind == 2:
        return rng.choice(_OTHERS)
    if kind == 3:
        deep: Any = 1
        for _ in range(rng.choice((5, 60, 150))):
            deep = [deep] if rng.random() < 0.5 else {"a": deep}
        return deep
    return date(1, 1, 1)


def _changed(whole: Any, rng: random.Random, *, dates: bool = False) -> Any:
    for _ in range(rng.choice((1, 1, 2))):
        places = list(_places(whole))
        if not places:
            return another(rng, dates=dates)
        holder, key = rng.choice(places)
        way = rng.random()
        if way < 0.25:
            del holder[key]
        elif way < 0.4 and isinstance(holder, dict):
            holder[rng.choice(("", "x", "\x00", key.upper(), key + "s"))] = holder.pop(key)
        elif way < 0.5 and isinstance(holder, list):
            holder.extend([holder[key]] * rng.choice((1, 50)))
        elif way < 0.6:
            holder[key] = {"value": holder[key]} if rng.random() < 0.5 else [holder[key]]
        else:
            holder[key] = another(rng, dates=dates)
    return whole


def _places(value: Any) -> Any:
    """Every value inside, by what holds it and its key."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])
