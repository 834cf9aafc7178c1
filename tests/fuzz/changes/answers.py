"""Answers over HTTP: the body is spoiled, and now and then the head."""

from __future__ import annotations

import random

from tests.fuzz.changes import values
from tests.fuzz.changes.octets import BLIND, Change, any_of
from tests.fuzz.changes.texts import TEXTUAL

_END = b"\r\n\r\n"
_HEAD = any_of(*BLIND, *TEXTUAL)
_JSON = any_of(*BLIND, *TEXTUAL, *[values.unless(values.json_text)] * 20)
_EVENTS = any_of(*BLIND, *TEXTUAL)
# Not 408, 429 and 5xx: those are waited for and asked again, which is right.
_STATUSES = (b"201 Created", b"204 No Content", b"206 Partial", b"400 Bad", b"403 No", b"404 No")


def json_answer(data: bytes, rng: random.Random) -> bytes:
    """An answer whose body is JSON."""
    return _answer(data, rng, _JSON)


def events(data: bytes, rng: random.Random) -> bytes:
    """An answer whose body are server-sent events of JSON."""
    return _answer(data, rng, _spoiled_event if rng.random() < 0.6 else _EVENTS)


def _answer(data: bytes, rng: random.Random, change: Change) -> bytes:
    head, end, body = data.partition(_END)
    way = rng.random()
    if way < 0.08:
        return head.replace(b"200 OK", rng.choice(_STATUSES)) + end + body
    if way < 0.14:
        first, line, rest = head.partition(b"\r\n")
        return first + line + _HEAD(rest, rng) + end + body
    return head + end + change(body, rng)


def _spoiled_event(body: bytes, rng: random.Random) -> bytes:
    parts = body.split(b"\n\n")
    at = rng.randrange(len(parts))
    prefix, _, fields = parts[at].partition(b" ")
    parts[at] = prefix + b" " + values.unless(values.json_text)(fields, rng)
    return b"\n\n".join(parts)
