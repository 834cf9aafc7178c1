"""What a careful script does with xllamacpp; reads one request a line, answers with seconds."""

import json
import sys
import time
from typing import Any

import xllamacpp

path, threads, _, context, batch = sys.argv[1], int(sys.argv[2]), *sys.argv[3:6]
params = xllamacpp.CommonParams()
params.model.path, params.n_ctx, params.n_parallel = path, int(context), 1
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
params.n_batch = params.n_ubatch = int(batch)
params.n_gpu_layers, params.verbosity, params.warmup = 0, -1, False
server = xllamacpp.Server(params)
usage: list[int] = []


def each(chunk: Any) -> bool:
    """Keep the count of the last chunk."""
    if "usage" in chunk:
        usage.append(chunk["usage"]["completion_tokens"])
    return False


for line in sys.stdin:
    prompt, limit = json.loads(line)
    asked = {
        "prompt": prompt,
        "max_tokens": limit,
        "stream": True,
        "seed": 1,
        "cache_prompt": True,
        "samplers": ["penalties", "top_k", "top_p", "temperature"],
        "repeat_penalty": 1.1,
        "repeat_last_n": 64,
        "top_k": 40,
        "top_p": 0.95,
        "temperature": 0.8,
    }
    started = time.perf_counter()
    server.handle_completions(asked, each)
    print(json.dumps([time.perf_counter() - started, usage[-1]]), flush=True)
