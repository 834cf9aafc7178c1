"""`python -m tests.benchmarks.evaluation`: what shared worked examples save, what judging costs.

A generated Q4_0 llama of some 58 million parameters answers questions after the same worked
examples; beside it, alternately, after the same ones with another word before them, so that nothing
of the question before can be used again. And answers are judged by ROUGE as an evaluation does it,
beside rouge-score alone.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rouge_score.rouge_scorer import RougeScorer

from playground.engines.client import EngineClient
from playground.engines.parameters import Sampling
from playground.engines.protocol import Done, Load
from playground.services.evaluation.scoring import judge
from playground.services.machine import usable_cores
from playground.services.tasks.finding import find_task
from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, compared
from tests.benchmarks.rounds import alternate
from tests.makers import write_llama

ROUNDS = 3
QUESTIONS = 6
SHOTS = "Question: Which word comes next?\nAnswer: the one after it\n\n" * 8
SAVED = 0.5
OVERHEAD = 1.25
KINDS = ("rouge1", "rouge2", "rougeL")


async def prompt_seconds(client: EngineClient, threads: int, prompts: list[str]) -> float:
    """What reading these took in all, the first one left out, which always is read whole."""
    taken = []
    for prompt in prompts:
        asked = Sampling(temperature=0.0, max_new_tokens=1)
        async for reply in client.generate(prompt, asked, threads=threads):
            if isinstance(reply, Done):
                taken.append(reply.usage.prompt_seconds)
    return sum(taken[1:])


async def prefixes(model: Path, rounds: int) -> Figure:
    """Read questions after worked examples that are shared, and after others."""
    threads = max(1, usable_cores() - 1)
    client = await EngineClient.start()
    found: dict[str, list[float]] = {"reused": [], "read again": []}
    try:
        await client.load(Load(str(model), "gguf", 2048, threads))
        for _ in range(rounds):
            asked = [f"Question: {'why ' * at}?\nAnswer:" for at in range(QUESTIONS)]
            shared = [SHOTS + one for one in asked]
            apart = [f"{at} {one}" for at, one in enumerate(shared)]
            found["reused"].append(await prompt_seconds(client, threads, shared))
            found["read again"].append(await prompt_seconds(client, threads, apart))
    finally:
        await client.close()
    return compared(
        f"reading {QUESTIONS - 1} prompts that share 8 worked examples, 58 M llama",
        "s",
        found["reused"],
        found["read again"],
        "the same examples, read again",
        budget=SAVED,
    )


def judging(rounds: int) -> Figure:
    """The metric beside its library."""
    whole = find_task("summarisation-demo")
    task = replace(whole, metrics=tuple(use for use in whole.metrics if use.name in KINDS))
    scorer = RougeScorer(KINDS, use_stemmer=True)
    numbers = itertools.count()

    def ours() -> float:
        turn = next(numbers)  # no answer is judged twice
        started = time.perf_counter()
        for one in task.examples:
            judge(task, one, f"{one.references[0]} {turn}", execute=False)
        return time.perf_counter() - started

    def alone() -> float:
        turn = next(numbers)
        started = time.perf_counter()
        for one in task.examples:
            scorer.score(one.references[0], f"{one.references[0]} {turn}")
        return time.perf_counter() - started

    ours()  # imports
    found = alternate(rounds * 6, {"judged": ours, "rouge-score alone": alone})
    return compared(
        f"judging {len(task.examples)} summaries by ROUGE-1, 2 and L",
        "s",
        found["judged"],
        found["rouge-score alone"],
        "rouge-score alone",
        budget=OVERHEAD,
    )


def measure(quick: bool) -> Iterator[Figure]:
    """Reading and judging."""
    rounds = 2 if quick else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder, "bench-58m.gguf")
        shape = {"vocab": 32000, "embd": 512, "heads": 8, "heads_kv": 8, "layers": 8, "ff": 1408}
        write_llama(model, **shape, context=2048, quant="Q4_0")
        yield asyncio.run(prefixes(model, rounds))
    yield judging(rounds)


if __name__ == "__main__":
    sys.exit(main(["--only", "evaluation", *sys.argv[1:]]))
