"""Bytes flipped, cut off, repeated, moved: nothing is known of their meaning."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

Change = Callable[[bytes, random.Random], bytes]
LONGEST = 2**20
"""Bytes of an input that is not changed further."""
_TELLING = (0x00, 0x01, 0x7F, 0x80, 0xFF, 0x0A, 0x22, 0x5B)


def any_of(*changes: Change, most: int = 3) -> Change:
    """One to `most` of the changes, one after the other."""

    def change(data: bytes, rng: random.Random) -> bytes:
        for _ in range(rng.randint(1, most)):
            data = rng.choice(changes)(data, rng)
            if len(data) > LONGEST:
                break
        return data

    return change


def flip(data: bytes, rng: random.Random) -> bytes:
    """One to eight bytes are others."""
    found = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8)) if found else 0):
        at = rng.randrange(len(found))
        found[at] = rng.choice((found[at] ^ 1 << rng.randrange(8), rng.choice(_TELLING)))
    return bytes(found)


def flip_at(data: bytes, places: Sequence[int], rng: random.Random) -> bytes:
    """One to four bytes at these places are others."""
    found = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        found[rng.choice(places)] ^= rng.choice((1 << rng.randrange(8), rng.randrange(1, 256)))
    return bytes(found)


def cut(data: bytes, rng: random.Random) -> bytes:
    """The end is missing."""
    return data[: rng.randrange(len(data) + 1)]


def drop(data: bytes, rng: random.Random) -> bytes:
    """A part is missing."""
    start, end = _part(data, rng)
    return data[:start] + data[end:]


def repeat(data: bytes, rng: random.Random) -> bytes:
    """A part is there twice, or a hundred times."""
    start, end = _part(data, rng)
    return data[:start] + data[start:end] * rng.choice((2, 2, 100)) + data[end:]


def splice(data: bytes, rng: random.Random) -> bytes:
    """A part stands in another place."""
    start, end = _part(data, rng)
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[start:end] + data[at:]


def insert(data: bytes, rng: random.Random) -> bytes:
    """Noise stands in the middle."""
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.randbytes(rng.choice((1, 4, 64))) + data[at:]


BLIND = (flip, flip, cut, drop, repeat, splice, insert)


def _part(data: bytes, rng: random.Random) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.choice((1, 4, 32, 300)))
