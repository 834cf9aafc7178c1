"""`python -m tests.benchmarks.throughput`: the speed of a model through the full screen.

A generated Q4_0 llama of some 58 million parameters is run alternately by a bare loop over the same
library calls in one process and by the whole program in a pseudo-terminal.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from playground.services.machine import usable_cores
from tests.benchmarks.rounds import alternate, line, verdict
from tests.makers import write_llama
from tests.pty.terminal import PLAYGROUND, Terminal

ROUNDS = 5
BUDGET = 0.95
PROMPT = "Hello"

# What a careful script would do: the same calls, nothing between them.
_BARE = """
import sys, time
from ctransformers import LLM, Config
path, threads = sys.argv[1], int(sys.argv[2])
llm = LLM(path, "gguf", config=Config(context_length=2048, threads=threads), lib=sys.argv[3])
llm.eval(llm.tokenize("Hello"), batch_size=8, threads=threads)
count, first = 0, 0.0
while count < 256:
    token = llm.sample(top_k=40, top_p=0.95, temperature=0.8, repetition_penalty=1.1, seed=count)
    if llm.is_eos_token(token):
        break
    llm.detokenize([token])
    count += 1
    first = first or time.perf_counter()
    last = time.perf_counter()
    llm.eval([token], batch_size=1, threads=threads)
print((count - 1) / (last - first))
"""


def bare(model: Path, threads: int) -> float:
    """Tokens per second of the loop alone."""
    from playground.engines.cpu import library_build

    command = [sys.executable, "-c", _BARE, str(model), str(threads), library_build() or "basic"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout)


def full_screen(model: Path) -> tuple[float, float]:
    """Tokens per second by the model process, and from the first to the last one on the screen."""
    with tempfile.TemporaryDirectory() as home:
        session = Path(home, "session.toml")
        command = (*PLAYGROUND, "-m", str(model), "-p", PROMPT, "--session", str(session))
        with Terminal(command, home=Path(home), size=(120, 40)) as terminal:
            terminal.wait_for("F10 Quit")
            terminal.send("f5")
            terminal.wait_for("▸")
            first = time.monotonic()
            terminal.wait_for("✓ 2")
            last = time.monotonic()
            terminal.send("f10")
            terminal.wait_exit()
        (lane,) = tomllib.loads(session.read_text(encoding="utf-8"))["runs"][0]["lanes"]
        return lane["tokens_per_second"], lane["completion_tokens"] / (last - first)


def main() -> None:
    """Measure and print."""
    threads = max(1, usable_cores() - 1)
    on_screen: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder, "bench-58m.gguf")
        shape = {"vocab": 32000, "embd": 512, "heads": 8, "heads_kv": 8, "layers": 8, "ff": 1408}
        write_llama(model, **shape, context=2048, quant="Q4_0")

        def whole_program() -> float:
            by_process, seen = full_screen(model)
            on_screen.append(seen)
            return by_process

        found = alternate(
            ROUNDS, {"bare loop": lambda: bare(model, threads), "llmplay": whole_program}
        )
    print(f"{threads} threads, {ROUNDS} rounds")
    for name, values in found.items():
        print(line(name, values, "tokens/s"))
    print(line("llmplay, as seen", on_screen, "tokens/s"))
    ratio = statistics.median(found["llmplay"]) / statistics.median(found["bare loop"])
    print(verdict("llmplay / bare loop", ratio, BUDGET, at_least=True))


if __name__ == "__main__":
    main()
