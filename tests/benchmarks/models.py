"""The generated models that are measured: real shapes, random weights, kept in the cache folder."""

from __future__ import annotations

import os
from pathlib import Path

from playground.services.paths import cache_folder
from tests.makers import write_llama


def bench_220m() -> Path:
    """A llama of 220 million parameters in Q4_0, 124 MB; made in some seconds the first time."""
    path = cache_folder() / "benchmarks" / "bench-220m.Q4_0.gguf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        shape = {"vocab": 32000, "embd": 1024, "heads": 16, "heads_kv": 16, "layers": 12}
        write_llama(unfinished, **shape, ff=2816, context=2048, quant="Q4_0")
        unfinished.replace(path)
    return path
