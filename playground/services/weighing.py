"""Asks the model of a lane how likely it finds each choice."""

from __future__ import annotations

from dataclasses import replace

from playground.domain.metrics.likelihood import continued, likeliest, told
from playground.engines.protocol import Done
from playground.services.lane import Lane
from playground.services.pool import AnyClient


async def weighed(lane: Lane, client: AnyClient, threads: int) -> Done | None:
    """Weigh the choices of a lane, if it has any, before it says anything.

    Returns the end of a lane that generates nothing, and whose text is the likeliest choice; None
    where it goes on. Raises `EngineError`.
    """
    asked = lane.request
    if not asked.choices:
        return None
    texts = [continued(asked.prompt, choice) for choice in asked.choices]
    scored = await client.score(asked.prompt, texts, threads=threads)
    logprobs = tuple(one.logprob for one in scored.likelihoods)
    by_choice = dict(zip(asked.choices, logprobs, strict=True))
    lane.facts = replace(lane.facts, logprobs=logprobs)
    lane.request = replace(asked, notes=(*asked.notes, told(by_choice)))
    if asked.sampling.max_new_tokens:
        return None
    lane.text.append(likeliest(by_choice))
    return Done(0, "stop", scored.usage)
