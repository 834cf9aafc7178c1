"""`python -m tests.benchmarks.evaluation`: what shared worked examples save, what judging costs.

A generated Q4_0 llama of some 58 million parameters answers questions after the same worked
examples; beside it, alternately, after the same ones with another word before them, so that nothing
of the question before can be used again. And answers are judged by ROUGE as an evaluation does it,
beside rouge-score alone.
"""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from rouge_score.rouge_scorer import RougeScorer

from playground.engines.client import EngineClient
from playground.engines.parameters import Sampling
from playground.engines.protocol import Done, Load
from playground.services.evaluation.scoring import judge
from playground.services.machine import usable_cores
from playground.services.tasks.finding import find_task
from tests.benchmarks.rounds import alternate, line, verdict
from tests.makers import write_llama

ROUNDS = 5
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


async def prefixes(model: Path) -> None:
    """Measure the reuse of worked examples and print."""
    threads = max(1, usable_cores() - 1)
    client = await EngineClient.start()
    found: dict[str, list[float]] = {"reused": [], "read again": []}
    try:
        await client.load(Load(str(model), "gguf", 2048, threads))
        for _ in range(ROUNDS):
            asked = [f"Question: {'why ' * at}?\nAnswer:" for at in range(QUESTIONS)]
            shared = [SHOTS + one for one in asked]
            apart = [f"{at} {one}" for at, one in enumerate(shared)]
            found["reused"].append(await prompt_seconds(client, threads, shared))
            found["read again"].append(await prompt_seconds(client, threads, apart))
    finally:
        await client.close()
    print(f"{QUESTIONS - 1} prompts of {len(SHOTS)} shared characters")
    for name, values in found.items():
        print(line(name, values, "s"))
    ratio = median(found["reused"]) / median(found["read again"])
    print(verdict("  reused / read again", ratio, SAVED, at_least=False))


def judging() -> None:
    """Measure the metric beside its library and print."""
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
    found = alternate(ROUNDS * 4, {"judged": ours, "rouge-score alone": alone})
    print(f"{len(task.examples)} answers by {', '.join(KINDS)}")
    for name, values in found.items():
        print(line(name, values, "s"))
    ratio = median(found["judged"]) / median(found["rouge-score alone"])
    print(verdict("  judged / alone", ratio, OVERHEAD, at_least=False))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder, "bench-58m.gguf")
        shape = {"vocab": 32000, "embd": 512, "heads": 8, "heads_kv": 8, "layers": 8, "ff": 1408}
        write_llama(model, **shape, context=2048, quant="Q4_0")
        asyncio.run(prefixes(model))
    judging()


if __name__ == "__main__":
    main()
