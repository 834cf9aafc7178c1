"""`python -m tests.benchmarks.conversations`: what a further turn of a conversation costs to read.

Turns of a conversation with a generated Q4_0 llama are said one after another in the process that
holds it, and alternately the same text is read anew by a process that has something else in memory.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Mapping
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
from tests.benchmarks.rounds import line, verdict
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


async def compare(entry: CatalogEntry) -> None:
    """Measure and print one engine."""
    chosen: Mapping[str, float] = {"seed": 1, "max_new_tokens": TOKENS, "temperature": 0}
    first = plan([entry], load_templates(), prompt=WORDS * 8, chosen=chosen, context_length=4096)
    on, anew, shares = [], [], []
    settings = Settings(context_limit=4096)
    pools = EnginePool(warm=1), EnginePool(warm=0)
    warm, cold = (RunService(pool, settings) for pool in pools)
    try:
        request = first
        result = await answered(warm, request)
        for _ in range(TURNS):
            request = replace(turn(request, result), context_length=4096)
            result = await answered(warm, request)
            again = await answered(cold, request)
            on.append(result.usage.first_token_seconds or 0.0)
            anew.append(again.usage.first_token_seconds or 0.0)
            shares.append(result.usage.reused_tokens / result.usage.prompt_tokens)
    finally:
        for pool in pools:
            await pool.close()
    print(f"{entry.engine}, the last turn of {TURNS} has {result.usage.prompt_tokens} tokens")
    print(line("first token, gone on with", on, "s"))
    print(line("first token, read anew", anew, "s"))
    print(line("of the prompt was kept", shares, ""))
    ratios = [one / other for one, other in zip(on, anew, strict=True)]
    print(line("gone on with, beside anew", ratios, ""))
    costs = [one / (1 - kept) for one, kept in zip(ratios, shares, strict=True)]
    print(verdict("by the share that was new", statistics.median(costs), BUDGET, at_least=False))


def main() -> None:
    """Compare both engines."""
    with tempfile.TemporaryDirectory() as folder:
        shape = {"vocab": 32000, "embd": 512, "heads": 8, "heads_kv": 8, "layers": 8, "ff": 1408}
        model = write_llama(Path(folder) / "model.gguf", **shape, context=4096, quant="Q4_0")
        for engine in ("ctransformers", "llamacpp"):
            asyncio.run(compare(pinned(entry_for_path(model), engine)))


if __name__ == "__main__":
    main()
