"""How likely llama.cpp finds a given token, from a server that only tells of what it says.

It is made to say the token, by a bias that no other can beat, and asked for the logarithm of the
probability. That one is taken before any bias or sampler (`n_probs` in tools/server/README.md), and
computed in 32-bit floats. Of a token that is no whole character it tells nothing: there it is made
to say another, and asked for the logarithms of the whole vocabulary.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from playground.engines.backend import STOPPED, BackendError

Chunks = Callable[[dict[str, Any]], Iterator[dict[str, Any]]]
"""Asks the server, and gives what it sends until it ends or the request is cancelled."""

_BIAS = 1e6
_ALL = 2**24
"""Tokens to tell of; more than any vocabulary has."""
LEAST = math.log(2.0**-149)
"""Of the smallest 32-bit float: what is told as impossible is at most so likely."""


class Step(NamedTuple):
    """The logarithm of a token's probability, and whether it is the likeliest."""

    logprob: float
    greedy: bool


class Read(NamedTuple):
    """Tokens evaluated, of so many, of which some still were from before."""

    done: int
    total: int
    reused: int


def scored(
    chunks: Chunks, before: list[int], token: int, data: bytes, whole: int
) -> Iterator[Read | Step]:
    """What is read of the tokens before, then the one `Step` of the token that stands for `data`.

    `whole` is a token of whole characters. Raises `BackendError`.
    """
    forced = token if _is_text(data) else whole
    for chunk in chunks(_fields(before, forced, 1 if forced == token else _ALL)):
        progress = chunk.get("prompt_progress")
        if progress:
            yield Read(progress["processed"], progress["total"], progress["cache"])
            continue
        told = (chunk["choices"][0].get("logprobs") or {}).get("content") or []
        if told:
            likeliest = told[0]["top_logprobs"]
            found = [one["logprob"] for one in (*told, *likeliest) if one.get("id") == token]
            if found:
                yield Step(max(float(found[0]), LEAST), likeliest[0]["id"] == token)
                return
        if chunk["choices"][0]["finish_reason"]:
            raise BackendError("engine", f"llama.cpp does not tell how likely {data!r} is.")
    raise BackendError("request", STOPPED)


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _fields(before: list[int], forced: int, told: int) -> dict[str, Any]:
    return {
        "prompt": before,
        "max_tokens": 1,
        "temperature": 0.0,
        "samplers": [],
        "logit_bias": [[forced, _BIAS]],
        "logprobs": told,
        "stream": True,
        "cache_prompt": True,
        "return_progress": True,
    }
