"""The wire between the playground and a model process: one JSON object per line, both ways.

Each line is `{"type": NAME, ...fields}`, with the names and fields of `protocol`.
"""

from __future__ import annotations

import dataclasses
import json
import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from playground.engines.parameters import Sampling
from playground.engines.protocol import (
    Adapter,
    Command,
    Endpoint,
    Likelihood,
    Message,
    Reply,
    Usage,
)
from playground.errors import PlaygroundError


class ProtocolError(PlaygroundError):
    """A line of the wire is malformed or of an unknown type."""


_TYPES: dict[str, type[Any]] = {
    cls.__name__.lower(): cls for cls in (*get_args(Command), *get_args(Reply))
}
_HINTS: dict[type[Any], dict[str, Any]] = {
    cls: get_type_hints(cls)
    for cls in (*_TYPES.values(), Sampling, Usage, Endpoint, Message, Adapter, Likelihood)
}


def encode(message: Command | Reply) -> bytes:
    """One line of ASCII JSON with its newline; lone surrogates travel as escapes."""
    fields: dict[str, object] = {"type": type(message).__name__.lower()}
    for name in _HINTS[type(message)]:
        fields[name] = _plain(getattr(message, name))
    return json.dumps(fields, separators=(",", ":")).encode("ascii") + b"\n"


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def decode(line: bytes) -> Command | Reply:
    """Read one line.

    Raises `ProtocolError` naming the line where it is no JSON object, of an unknown type, or has
    missing, unknown or wrongly typed fields.
    """
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"Not a line of the model protocol: {_quote(line)}.") from error
    if not isinstance(fields, dict) or not isinstance(fields.get("type"), str):
        raise ProtocolError(f"A protocol line without a type: {_quote(line)}.")
    name = fields.pop("type")
    cls = _TYPES.get(name)
    if cls is None:
        raise ProtocolError(f"Unknown type {name!r} in the protocol line {_quote(line)}.")
    try:
        message: Command | Reply = _build(cls, fields)
    except (TypeError, ValueError) as error:
        raise ProtocolError(f"{error} in the protocol line {_quote(line)}.") from error
    return message


def _quote(line: bytes) -> str:
    shown = ascii(line[:160].decode("utf-8", "replace").rstrip("\n"))
    return shown + (f" … ({len(line)} bytes)" if len(line) > 160 else "")


def _build(cls: type[Any], fields: dict[str, Any]) -> Any:
    hints = _HINTS[cls]
    unknown = fields.keys() - hints.keys()
    if unknown:
        raise TypeError(f"Unknown field {sorted(unknown)[0]!r}")
    values = {name: _value(name, hints[name], value) for name, value in fields.items()}
    try:
        return cls(**values)
    except TypeError:
        optional = {f.name for f in dataclasses.fields(cls) if f.default is not dataclasses.MISSING}
        missing = sorted(hints.keys() - values.keys() - optional)
        raise TypeError(f"Missing field {missing[0]!r}") from None


def _value(name: str, hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in {Union, types.UnionType} and isinstance(value, dict):
        hint = next((part for part in get_args(hint) if dataclasses.is_dataclass(part)), hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(value, dict):
            raise TypeError(f"Field {name!r} is no object")
        return _build(hint, value)
    if origin is tuple:
        if not isinstance(value, list):
            raise TypeError(f"Field {name!r} is no list")
        item = get_args(hint)[0]
        return tuple(_value(name, item, entry) for entry in value)
    if origin is Literal:
        accepted: tuple[Any, ...] = get_args(hint)
        valid = value in accepted
    elif origin in {Union, types.UnionType}:
        accepted = get_args(hint)
        valid = any(_is(part, value) for part in accepted)
    else:
        valid = _is(hint, value)
    if not valid:
        raise TypeError(f"Field {name!r} has the wrong value {ascii(value)[:80]}")
    return value


def _is(hint: Any, value: Any) -> bool:
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, hint)
