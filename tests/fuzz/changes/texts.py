"""What is wrong with texts: control characters, broken UTF-8, extreme numbers, depth, length."""

from __future__ import annotations

import random
import re

NUMBERS = (
    *("0", "-1", "1", "255", "2147483647", "2147483648", "-2147483649", "4294967296"),
    *("9223372036854775807", "9223372036854775808", "18446744073709551616", "1" + "0" * 400),
    *(
        "9" * 5000,
        "1e308",
        "1e999",
        "-1e999",
        "0.1",
        "nan",
        "inf",
        "NaN",
        "Infinity",
        "1_0",
        "0x10",
        "00",
    ),
    *("true", "null", '""', "[]", "{}", "1979-05-27", "'x'"),
)
STRANGE = (
    *("\x00", "\x1b]0;owned\x07", "\x1b[2J", "\x7f", "\x9b2J", "\u202e", "\u2028", "\ufeff"),
    *("\ud800", "\udc80", "\U0010ffff", "\r", "\t", "é" * 3, "{{x}}", "{0}", "%s%n", "../", "\\"),
    *('"', "'", '"""', "'''", "#", "[", "]", "{", "}", "=", "\n", ",", ":", "\\u0000", "\\ud800"),
)
BROKEN = (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x80")
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_WORD = re.compile(rb"[A-Za-z_][\w-]*")
_OPENING = (b"[", b"{", b'{"a":', b"{a=", b"[[", b"a.", b"(", b'"')


def number(data: bytes, rng: random.Random) -> bytes:
    """A number is another one, or none."""
    return _replaced(data, _NUMBER, rng.choice(NUMBERS).encode(), rng)


def word(data: bytes, rng: random.Random) -> bytes:
    """A word is another one of the same text, is empty, or much longer."""
    words = _WORD.findall(data) or [b"x"]
    one = rng.choice(words)[:100]
    new = rng.choice((one, b"", one * rng.choice((2, 100, 2000))))
    return _replaced(data, _WORD, new, rng)


def strange(data: bytes, rng: random.Random) -> bytes:
    """Somewhere stands what does not belong into a text."""
    new = rng.choice(STRANGE).encode("utf-8", "surrogatepass")
    return _inserted(data, new * rng.choice((1, 1, 3)), rng)


def broken(data: bytes, rng: random.Random) -> bytes:
    """Somewhere it is no UTF-8."""
    return _inserted(data, rng.choice(BROKEN), rng)


def deep(data: bytes, rng: random.Random) -> bytes:
    """Somewhere it nests deeply."""
    return _inserted(data, rng.choice(_OPENING) * rng.choice((50, 2000, 60_000)), rng)


def lines(data: bytes, rng: random.Random) -> bytes:
    """A line is missing, is there twice, or stands elsewhere."""
    all_ = data.split(b"\n")
    one = all_.pop(rng.randrange(len(all_)))
    for _ in range(rng.choice((0, 1, 2))):
        all_.insert(rng.randrange(len(all_) + 1), one)
    return b"\n".join(all_)


TEXTUAL = (number, number, word, strange, strange, broken, deep, lines, lines)


def _replaced(data: bytes, pattern: re.Pattern[bytes], new: bytes, rng: random.Random) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data
    match = rng.choice(found)
    return data[: match.start()] + new + data[match.end() :]


def _inserted(data: bytes, new: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + new + data[at:]
