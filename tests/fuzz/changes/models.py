"""Model files whose container is whole and whose header says what cannot be."""

from __future__ import annotations

import copy
import random
import struct
from typing import Any

from tests.fuzz.changes.octets import flip
from tests.makers import Gguf, Legacy
from tests.makers.gguf import Typed
from tests.makers.weights import Stored

_WHOLE = (0, 1, 2, 3, 7, 31, 33, 255, 256, 65_535, 2**31 - 1, 2**31, 2**32 - 1)
_LARGE = (*_WHOLE, 2**40, 2**60, 2**63 - 1, 2**64 - 1)
_FRACTIONS = (0.0, -1.0, 1e-30, 1e30, float("inf"), float("nan"))
_TEXTS = ("", "llama", "falcon", "gpt2", "qwen2", "x" * 70_000, "a\0b", "\x1b[2J", "…", "none")
_RANGES = {
    **{"u8": (0, 2**8), "i8": (-(2**7), 2**7), "u16": (0, 2**16), "i16": (-(2**15), 2**15)},
    **{"u32": (0, 2**32), "i32": (-(2**31), 2**31), "u64": (0, 2**64), "i64": (-(2**63), 2**63)},
}


def gguf(parts: Gguf, rng: random.Random) -> bytes:
    """A GGUF file with one to three things in its header changed."""
    file = copy.copy(parts)
    file.keys, file.tensors = dict(parts.keys), list(parts.tensors)
    file.codes, file.offsets = dict(parts.codes), dict(parts.offsets)
    for _ in range(rng.choice((1, 1, 2, 3))):
        rng.choice((_key, _key, _key, _tensor, _tensor, _container))(file, rng)
    try:
        data = bytearray(file.encode())
    except struct.error:  # a number that the version's fields cannot hold
        return flip(parts.encode(), rng)
    if rng.random() < 0.05:
        struct.pack_into("<Q", data, rng.choice((8, 16)), rng.choice(_LARGE))
    return bytes(data)


def legacy(parts: Legacy, rng: random.Random) -> bytes:
    """A pre-GGUF file with one to three things in its header changed."""
    file = copy.copy(parts)
    file.fields, file.pieces = dict(parts.fields), list(parts.pieces)
    file.tensors, file.codes = list(parts.tensors), dict(parts.codes)
    for _ in range(rng.choice((1, 1, 2, 3))):
        rng.choice((_field, _field, _piece, _old_tensor, _old_tensor))(file, rng)
    return file.encode()


def _key(file: Gguf, rng: random.Random) -> None:
    if not file.keys:
        return
    key = rng.choice(list(file.keys))
    kind, value = file.keys.pop(key)
    way = rng.random()
    if way < 0.15:
        return
    if way < 0.25:
        key = rng.choice((*_TEXTS, key.upper(), key + ".x"))[:60_000]
        file.keys[key] = (kind, value)
    elif kind.startswith("arr:"):
        file.keys[key] = _list(kind.removeprefix("arr:"), list(value), rng)
    else:
        kind = kind if way < 0.8 else rng.choice((*_RANGES, "f32", "f64", "bool", "str"))
        file.keys[key] = (kind, _scalar(kind, value, rng))


def _list(inner: str, values: list[Any], rng: random.Random) -> Typed:
    way = rng.randrange(5)
    if way == 0:
        values = values[: rng.randrange(len(values) + 1)]
    elif way == 1:
        values = values + values[: rng.choice((1, 100))]
    elif way == 2 and values:
        values[rng.randrange(len(values))] = rng.choice(values)
    elif way == 3 and values:
        values[rng.randrange(len(values))] = _scalar(inner, values[0], rng)
    else:
        inner = rng.choice(("u8", "i32", "f32", "str"))
        values = [_scalar(inner, 1, rng) for _ in values]
    return f"arr:{inner}", values


def _scalar(kind: str, value: Any, rng: random.Random) -> Any:
    if kind == "str":
        return rng.choice(_TEXTS)
    if kind == "bool":
        return rng.random() < 0.5
    if kind in {"f32", "f64"}:
        return rng.choice(_FRACTIONS)
    low, high = _RANGES[kind]
    near = [value - 1, value + 1, value * 2, value // 2] if isinstance(value, int) else []
    return min(high - 1, max(low, rng.choice((*near, *near, *_LARGE, low))))


def _tensor(file: Gguf, rng: random.Random) -> None:
    if not file.tensors:
        return
    at = rng.randrange(len(file.tensors))
    tensor = file.tensors[at]
    way = rng.randrange(6)
    if way == 0:
        del file.tensors[at]
    elif way == 1:
        file.tensors.append(tensor)
    elif way == 2:
        file.tensors[at] = _stored(tensor, name=rng.choice((*_TEXTS, tensor.name + "x")))
    elif way == 3:
        file.tensors[at] = _stored(tensor, shape=_shape(tensor.shape, rng, _LARGE))
    elif way == 4:
        file.codes[tensor.name] = rng.choice((*range(42), *_WHOLE))
    else:
        file.offsets[tensor.name] = rng.choice((*_LARGE, 32, 64))


def _container(file: Gguf, rng: random.Random) -> None:
    if rng.random() < 0.3:
        file.version = rng.choice((0, 1, 2, 3, 4, 2**24 * 3, 2**32 - 1))
    else:
        kind = rng.choice(("u32", "u64", "i32", "str"))
        file.keys["general.alignment"] = (kind, _scalar(kind, 32, rng))


def _field(file: Legacy, rng: random.Random) -> None:
    name = rng.choice(list(file.fields))
    value = file.fields[name]
    if isinstance(value, float):
        file.fields[name] = rng.choice(_FRACTIONS)
    else:
        wanted = rng.choice((value - 1, value + 1, value * 2, value // 2, *_WHOLE, -1))
        file.fields[name] = min(2**31 - 1, max(-(2**31), wanted))


def _piece(file: Legacy, rng: random.Random) -> None:
    if not file.pieces:
        return
    at = rng.randrange(len(file.pieces))
    way = rng.randrange(3)
    if way == 0:
        del file.pieces[at]
    elif way == 1:
        file.pieces[at] = rng.choice((b"", b"\xff\xfe", b"\0", b"x" * 70_000, rng.randbytes(8)))
    else:
        file.pieces[at] = rng.choice(file.pieces)


def _old_tensor(file: Legacy, rng: random.Random) -> None:
    if not file.tensors:
        return
    at = rng.randrange(len(file.tensors))
    tensor = file.tensors[at]
    way = rng.randrange(4)
    if way == 0:
        del file.tensors[at]
    elif way == 1:
        file.tensors[at] = _stored(tensor, name=rng.choice((*_TEXTS, tensor.name + "x")))
    elif way == 2:
        shape = _shape(tensor.shape, rng, _WHOLE)
        file.tensors[at] = _stored(tensor, shape=tuple(min(one, 2**31 - 1) for one in shape))
    else:
        file.codes[tensor.name] = rng.choice((*range(20), 2**31 - 1, -1))


def _shape(shape: tuple[int, ...], rng: random.Random, sizes: tuple[int, ...]) -> tuple[int, ...]:
    found = list(shape)
    if rng.random() < 0.3:
        found = [*found, 1] if rng.random() < 0.7 else [*found, *[2] * rng.choice((3, 60))]
    else:
        at = rng.randrange(len(found))
        found[at] = rng.choice((found[at] - 1, found[at] + 1, found[at] * 2, *sizes))
    return tuple(found)


def _stored(tensor: Stored, **changed: Any) -> Stored:
    other = copy.copy(tensor)
    for name, value in changed.items():
        setattr(other, name, value)
    return other
