"""llama.cpp's own server, with a bundled model in it, on 127.0.0.1."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import playground

WEIGHTS = Path(playground.__file__).parent / "demo/weights/demo-llama.F16.gguf"
KEY = "secret"

_SERVE = f"""
import sys, xllamacpp
p = xllamacpp.CommonParams()
p.model.path = {str(WEIGHTS)!r}
p.n_ctx, p.n_parallel, p.verbosity, p.warmup = 512, 2, -1, False
p.cpuparams.n_threads = p.cpuparams_batch.n_threads = 1
p.api_keys = [{KEY!r}]
server = xllamacpp.Server(p)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def model_served() -> Iterator[str]:
    """The `base_url` of a server that answers two at once and wants `KEY`."""
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip() + "/v1"
        finally:
            process.kill()
