"""`python -m tests.benchmarks.conversations`: what a further turn of a conversation costs to read.

Turns of a conversation with a generated Q4_0 llama are said one after another in the process that
holds it, and alternately the same text is read anew by a process that has something else in memory.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from playground.domain.catalog import CatalogEntry
from playground.domain.conversations import Conversation, converse
from playground.domain.runs import LaneEnded, LaneResult, RunRequest, plan
from playground.domain.writing import plainly
from playground.services.catalog import load_templates
from playground.services.choosing import pinned
from playground.services.local import entry_for_path
from playground.services.pool import EnginePool
from playground.services.runner import RunService
from playground.services.settings import Settings
from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, compared
from tests.makers import write_llama

TURNS = 4
TOKENS = 32
BUDGET = 1.7
"""How much longer a new token may take than one of those that are read anew; short texts are read
with less than the full speed."""
WORDS = "Tell me more of it, and what came after. "


async def answered(running: RunService, request: RunRequest) -> LaneResult:
    """How its only lane ended."""
    async for event in running.stream(request):
        if isinstance(event, LaneEnded):
            if event.result.error:
                raise RuntimeError(event.result.error)
            return event.result
    raise RuntimeError("it never ended")


def turn(request: RunRequest, result: LaneResult) -> RunRequest:
    """The next turn after an answer."""
    said = Conversation.after(request.lanes[0], result.text, 0)
    return converse([said], plainly(load_templates()), prompt=WORDS, as_before=True)


async def compare(entry: CatalogEntry, turns: int) -> list[Figure]:
    """Go on, and read the same anew, with one engine."""
    chosen: Mapping[str, float] = {"seed": 1, "max_new_tokens": TOKENS, "temperature": 0}
    first = plan([entry], load_templates(), prompt=WORDS * 8, chosen=chosen, context_length=4096)
    on, anew, shares = [], [], []
    settings = Settings(context_limit=4096)
    pools = EnginePool(warm=1), EnginePool(warm=0)
    warm, cold = (RunService(pool, settings) for pool in pools)
    try:
        request = first
        result = await answered(warm, request)
        for _ in range(turns):
            request = replace(turn(request, result), context_length=4096)
            result = await answered(warm, request)
            again = await answered(cold, request)
            on.append(result.usage.first_token_seconds or 0.0)
            anew.append(again.usage.first_token_seconds or 0.0)
            shares.append(result.usage.reused_tokens / result.usage.prompt_tokens)
    finally:
        for pool in pools:
            await pool.close()
    new = [1 - kept for kept in shares]
    costs = [one / other / share for one, other, share in zip(on, anew, new, strict=True)]
    tokens = result.usage.prompt_tokens
    return [
        compared(
            f"first token of a further turn, up to {tokens:,} tokens, {entry.engine}",
            "s",
            on,
            anew,
            "the same text read anew",
            note=f"{statistics.median(shares):.0%} of the text was kept; the next row judges it",
        ),
        Figure(
            f"the same for each token that is new, {entry.engine}",
            "times",
            statistics.median(costs),
            1.0,
            "a token of the text read anew",
            statistics.median(costs),
            BUDGET,
        ),
    ]


def measure(quick: bool) -> Iterator[Figure]:
    """Both engines."""
    with tempfile.TemporaryDirectory() as folder:
        shape = {"vocab": 32000, "embd": 512, "heads": 8, "heads_kv": 8, "layers": 8, "ff": 1408}
        model = write_llama(Path(folder) / "model.gguf", **shape, context=4096, quant="Q4_0")
        for engine in ("ctransformers", "llamacpp"):
            entry = pinned(entry_for_path(model), engine)
            yield from asyncio.run(compare(entry, 2 if quick else TURNS))


if __name__ == "__main__":
    sys.exit(main(["--only", "conversations", *sys.argv[1:]]))
