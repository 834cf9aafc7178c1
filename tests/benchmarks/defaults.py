"""`python -m tests.benchmarks.defaults`: llmplay beside what ctransformers does by default.

The script names the file and its kind and nothing else, as the library's own introduction does, so
that it asks anew what the processor can do, reads prompts in batches of 8 and takes the default
number of threads. llmplay chooses all of this itself, and the model runs in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playground.domain.runs import LaneEnded, LaneText, RunRequest, plan
from playground.services.catalog import load_templates
from playground.services.loading import model_key
from playground.services.local import entry_for_path
from playground.services.pool import EnginePool
from playground.services.runner import RunService
from playground.services.settings import Settings
from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, compared
from tests.benchmarks.models import bench_220m

ENGINE = "ctransformers"
_CORES = "the defaults take every core, llmplay leaves one to the screen"
ROUNDS = 5
PROMPT = "Hello world, " * 24
"""Of a length that ctransformers survives: its `tokenize` leaves too little room for a text that
has as many tokens as characters, which the allocator makes up for at three lengths of four."""
AGAINST = "a script with the defaults"
LOADED = 0.5
READ = 0.95
FIRST_TOKEN = 0.9

_SCRIPT = """
import json, sys, time
from ctransformers import AutoModelForCausalLM

llm = AutoModelForCausalLM.from_pretrained(sys.argv[1], model_type="llama")
loaded = time.time()
for text in llm(sys.argv[2], stream=True):
    break
first = time.time()
llm.reset()
tokens = llm.tokenize("Again: " + sys.argv[2])
began = time.perf_counter()
llm.eval(tokens)
print(json.dumps([loaded, len(tokens) / (time.perf_counter() - began), first]))
"""


class Found(NamedTuple):
    """What one of both came to."""

    loaded: float
    """Seconds from nothing to a model in memory."""
    read: float
    """Prompt tokens a second."""
    first_token: float
    """Seconds from nothing to the first token."""


def script(model: Path) -> Found:
    """The script, from exec on."""
    began = time.time()
    command = [sys.executable, "-c", _SCRIPT, str(model), PROMPT]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded, read, first = json.loads(done.stdout)
    return Found(loaded - began, read, first - began)


async def llmplay(asked: RunRequest) -> Found:
    """A pool without a process, to a model in memory; and another one, to the first token."""
    settings = Settings()
    key = await model_key(asked.lanes[0].entry, context_limit=settings.context_limit, engine=ENGINE)
    pool = EnginePool(warm=1)
    began = time.perf_counter()
    try:
        client = await pool.start(ENGINE)
        await pool.load(client, key, 1)
        loaded = time.perf_counter() - began
    finally:
        await pool.close()
    pool = EnginePool(warm=1)
    first = None
    began = time.perf_counter()
    try:
        async for event in RunService(pool, settings).stream(asked):
            if isinstance(event, LaneText) and first is None:
                first = time.perf_counter() - began
            if isinstance(event, LaneEnded):
                if event.result.error or first is None:
                    raise RuntimeError(event.result.error or "there was no token")
                usage = event.result.usage
                return Found(loaded, usage.prompt_tokens / usage.prompt_seconds, first)
    finally:
        await pool.close()
    raise RuntimeError("the run never ended")


def measure(quick: bool) -> Iterator[Figure]:
    """Loading, reading, the first token."""
    model = bench_220m()
    chosen = {"seed": 1, "max_new_tokens": 2}
    entry = entry_for_path(model)
    asked = plan([entry], load_templates(), prompt=PROMPT, chosen=chosen, engine=ENGINE)
    theirs, ours = [], []
    for _ in range(2 if quick else ROUNDS):
        theirs.append(script(model))
        ours.append(asyncio.run(llmplay(asked)))
    for name, unit, at, budget, at_least in (
        ("from nothing to a model in memory, 220 M llama", "s", 0, LOADED, False),
        ("reading a prompt", "tokens/s", 1, READ, True),
        ("from nothing to the first token", "s", 2, FIRST_TOKEN, False),
    ):
        one, other = ([found[at] for found in side] for side in (ours, theirs))
        yield compared(
            name,
            unit,
            one,
            other,
            AGAINST,
            budget=budget,
            at_least=at_least,
            note=_CORES if at else "",
        )


if __name__ == "__main__":
    sys.exit(main(["--only", "defaults", *sys.argv[1:]]))
