"""Conversations that outgrow the context: their oldest turns are left out, if a person said so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from playground.domain.runs import LaneNoted, LaneRequest, RunEvent, Shorter
from playground.engines.client import EngineClient, EngineError
from playground.services.lane import Lane
from playground.services.pool import AnyClient
from playground.services.tokens import COUNTABLE_CHARACTERS

Tell: TypeAlias = Callable[[RunEvent], None]

_ANSWER_SHARE = 4
"""A conversation is shortened until this part of the context, or the longest answer that was asked
for where that is less, is free for the answer."""


async def fit_turns(lane: Lane, client: AnyClient, tell: Tell) -> None:
    """Leave out as few of the oldest turns as it takes, and tell of it; raises `EngineError`.

    Where none may be left out, or the engine is elsewhere and counts no tokens, nothing happens.
    """
    asked = lane.request
    if not asked.shorter or not isinstance(client, EngineClient) or client.loaded is None:
        return
    context = client.loaded.context_length
    room = context - min(asked.sampling.max_new_tokens, context // _ANSWER_SHARE)
    if await _fits(client, asked.prompt, room):
        return
    low, high = 0, len(asked.shorter) - 1
    while low < high:
        middle = (low + high) // 2
        if await _fits(client, asked.shorter[middle].prompt, room):
            high = middle
        else:
            low = middle + 1
    _take(lane, asked.shorter[low], asked.shorter[low + 1 :], tell)


def shortened(lane: Lane, tell: Tell) -> bool:
    """Take the next shorter form, where the engine refused; False where that may not be."""
    if lane.text or not lane.request.shorter:
        return False
    _take(lane, lane.request.shorter[0], lane.request.shorter[1:], tell)
    return True


def with_way_out(error: EngineError, lane: Lane) -> EngineError:
    """The same error, with what can be done about a conversation that is too long."""
    if error.kind != "context" or len(lane.request.turns) - lane.request.left_out < 2:
        return error
    hint = "Let its oldest turns be left out (--drop-oldest, or F8 on the screen), or begin anew."
    return EngineError(error.kind, f"The conversation is too long. {error.message}", hint)


def _take(lane: Lane, form: Shorter, rest: tuple[Shorter, ...], tell: Tell) -> None:
    lane.request = _with(lane.request, form, rest)
    tell(LaneNoted(lane.request.index, lane.request.notes[-1]))


def _with(asked: LaneRequest, form: Shorter, rest: tuple[Shorter, ...]) -> LaneRequest:
    kept = tuple(note for note in asked.notes if not note.startswith(_NOTE))
    note = f"{_NOTE} {form.left_out} turns were left out, so that the rest fits the context."
    return replace(
        asked,
        prompt=form.prompt,
        messages=form.messages,
        left_out=form.left_out,
        shorter=rest,
        notes=(*kept, note),
    )


_NOTE = "The oldest"


async def _fits(client: EngineClient, text: str, room: int) -> bool:
    if len(text) > COUNTABLE_CHARACTERS:
        return False
    return len((await client.tokenize(text)).ids) <= room
