"""`python -m tests.benchmarks.engines`: both engines on one file, beside their bare libraries.

A generated Q4_0 llama of some 58 million parameters reads a prompt and goes on with it: in a model
process as the playground starts it, and alternately in a script that calls the library with the
same threads and prompt slices and does nothing else. The speeds are of the prompt and of what is
generated.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playground.engines.client import EngineClient
from playground.engines.cpu import library_build
from playground.engines.parameters import Sampling
from playground.engines.protocol import Done, Load
from playground.services.machine import usable_cores
from tests.benchmarks.rounds import line, verdict
from tests.makers import write_llama

ROUNDS = 5
BUDGET = 0.97
TOKENS = 192
CONTEXT = 2048
SLICE = 64
PROMPT = "Hello world, " * 60

_CTRANSFORMERS = """
import json, sys, time
from ctransformers import LLM, Config
path, threads, build, tokens = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
slice_, limit = int(sys.argv[5]), int(sys.argv[6])
llm = LLM(path, "gguf", config=Config(context_length=2048, threads=threads), lib=build)
prompt = list(range(300, 300 + tokens))
start = time.perf_counter()
for at in range(0, len(prompt), slice_):
    llm.eval(prompt[at:at + slice_], batch_size=slice_, threads=threads)
first = time.perf_counter()
for count in range(limit):
    token = llm.sample(top_k=40, top_p=0.95, temperature=0.8, repetition_penalty=1.1, seed=count)
    llm.detokenize([token])
    last = time.perf_counter()
    llm.eval([token], batch_size=1, threads=threads)
print(json.dumps([tokens / (first - start), (limit - 1) / (last - first)]))
"""

_LLAMACPP = """
import json, sys, time
import xllamacpp
path, threads, build, tokens = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
slice_, limit = int(sys.argv[5]), int(sys.argv[6])
params = xllamacpp.CommonParams()
params.model.path, params.n_ctx, params.n_parallel = path, 2048, 1
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
params.n_batch = params.n_ubatch = slice_
params.verbosity, params.warmup = -1, False
server = xllamacpp.Server(params)
times = []
def each(chunk):
    times.append(time.perf_counter())
    return False
asked = {"prompt": list(range(300, 300 + tokens)), "max_tokens": limit, "stream": True, "seed": 1,
         "samplers": ["penalties", "top_k", "top_p", "temperature"], "repeat_penalty": 1.1}
start = time.perf_counter()
server.handle_completions(asked, each)
print(json.dumps([tokens / (times[0] - start), (len(times) - 2) / (times[-2] - times[0])]))
"""
SCRIPTS = {"ctransformers": _CTRANSFORMERS, "llamacpp": _LLAMACPP}


def bare(engine: str, model: Path, threads: int, prompt_tokens: int) -> list[float]:
    """Prompt and generated tokens per second of the library alone."""
    sizes = map(str, (prompt_tokens, SLICE, TOKENS))
    build = library_build() or "basic"
    command = [sys.executable, "-c", SCRIPTS[engine], str(model), str(threads), build, *sizes]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    speeds: list[float] = json.loads(done.stdout.splitlines()[-1])
    return speeds


async def ours(engine: str, model: Path, threads: int) -> tuple[list[float], int]:
    """Prompt and generated tokens per second of a model process, and the tokens of the prompt."""
    client = await EngineClient.start(engine)
    try:
        await client.load(Load(str(model), "gguf", CONTEXT, threads, SLICE))
        asked = Sampling(max_new_tokens=TOKENS, seed=1)
        async for reply in client.generate(PROMPT, asked, threads=threads):
            if isinstance(reply, Done):
                used = reply.usage
                return [
                    used.prompt_tokens / used.prompt_seconds,
                    (used.completion_tokens - 1) / used.generation_seconds,
                ], used.prompt_tokens
    finally:
        await client.close()
    raise RuntimeError(f"{engine} did not end its answer")


def compare(engine: str, model: Path, threads: int) -> None:
    """Measure one engine and print."""
    names = ("prompt", "generation")
    print(engine)
    found: dict[str, list[list[float]]] = {"bare": [], "llmplay": []}
    for _ in range(ROUNDS):
        speeds, prompt_tokens = asyncio.run(ours(engine, model, threads))
        found["llmplay"].append(speeds)
        found["bare"].append(bare(engine, model, threads, prompt_tokens))
    for at, name in enumerate(names):
        speeds_of = {who: [one[at] for one in both] for who, both in found.items()}
        for who, values in speeds_of.items():
            print(line(f"{name}, {who}", values, "tokens/s"))
        ratio = statistics.median(speeds_of["llmplay"]) / statistics.median(speeds_of["bare"])
        print(verdict("  llmplay / bare", ratio, BUDGET, at_least=True))


def main() -> None:
    """Measure and print."""
    threads = max(1, usable_cores() - 1)
    print(f"{threads} threads, {ROUNDS} rounds")
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder, "bench-58m.gguf")
        shape = {"vocab": 32000, "embd": 512, "heads": 8, "heads_kv": 8, "layers": 8, "ff": 1408}
        write_llama(model, **shape, context=CONTEXT, quant="Q4_0")
        for engine in SCRIPTS:
            compare(engine, model, threads)


if __name__ == "__main__":
    main()
