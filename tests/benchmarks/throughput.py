"""`python -m tests.benchmarks.throughput`: the speed of a model through the full screen.

A generated Q4_0 llama of some 58 million parameters is run alternately by a bare loop over the same
library calls in one process and by the whole program in a pseudo-terminal: once with a word, for
the speed of its answer, and again with a longer prompt, for its first token.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playground.engines.cpu import library_build
from playground.services.machine import usable_cores
from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, compared
from tests.makers import write_llama
from tests.pty.terminal import PLAYGROUND, Terminal

ROUNDS = 5
BUDGET = 0.95
FIRST_TOKEN = 1.2
"""Of the bare loop's time; the screen shows ten times a second what is new."""
PROMPT = "Hello"
MORE = " world, hello" * 24

# What a careful script would do: the same calls, nothing between them.
_BARE = """
import ctypes, json, sys, time
from ctransformers import LLM, Config
path, threads = sys.argv[1], int(sys.argv[2])
llm = LLM(path, "gguf", config=Config(context_length=2048, threads=threads), lib=sys.argv[3])

def sample(seed):
    return llm.sample(top_k=40, top_p=0.95, temperature=0.8, repetition_penalty=1.1, seed=seed)

def tokenize(text):  # the library's own function gives its native code too little room
    found = (ctypes.c_int * (2 * len(text) + 16))()
    return found[:llm.ctransformers_llm_tokenize(text.encode(), True, found)]

llm.eval(tokenize(sys.argv[4]), batch_size=8, threads=threads)
count, first = 0, 0.0
while count < 256:
    token = sample(count)
    if llm.is_eos_token(token):
        break
    llm.detokenize([token])
    count += 1
    first = first or time.perf_counter()
    last = time.perf_counter()
    llm.eval([token], batch_size=1, threads=threads)
began = time.perf_counter()
llm.reset()
tokens = tokenize(sys.argv[4] + sys.argv[5])
llm.eval(tokens, batch_size=64, threads=threads)
llm.detokenize([sample(0)])
print(json.dumps([(count - 1) / (last - first), time.perf_counter() - began, len(tokens)]))
"""


class Found(NamedTuple):
    """What one of both came to."""

    speed: float
    """Tokens a second of the answer."""
    first_token: float
    """Seconds from the wish to the first token, with the model in memory."""
    prompt_tokens: int
    """Of the longer prompt."""
    seen: float = 0.0
    """Tokens a second from the first to the last one on the screen."""


def bare(model: Path, threads: int) -> Found:
    """The loop alone."""
    words = [str(model), str(threads), library_build() or "basic", PROMPT, MORE]
    command = [sys.executable, "-c", _BARE, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Found(*json.loads(done.stdout))


def full_screen(model: Path) -> Found:
    """The whole program: speed by the model process, the rest as it is seen."""
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
            terminal.send("f3", "end")
            terminal.paste(MORE)
            terminal.wait_for(MORE[-13:])
            pressed = time.monotonic()
            terminal.send("f5")
            terminal.wait_for("▸")
            shown = time.monotonic() - pressed
            terminal.wait_for("✓ 2")
            terminal.send("f10")
            terminal.wait_exit()
        runs = tomllib.loads(session.read_text(encoding="utf-8"))["runs"]
        (one,), (two,) = (run["lanes"] for run in runs)
        seen = one["completion_tokens"] / (last - first)
        return Found(one["tokens_per_second"], shown, two["prompt_tokens"], seen)


def measure(quick: bool) -> Iterator[Figure]:
    """The answer, and its first token."""
    threads = max(1, usable_cores() - 1)
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder, "bench-58m.gguf")
        shape = {"vocab": 32000, "embd": 512, "heads": 8, "heads_kv": 8, "layers": 8, "ff": 1408}
        write_llama(model, **shape, context=2048, quant="Q4_0")
        rounds = [(bare(model, threads), full_screen(model)) for _ in range(2 if quick else ROUNDS)]
    beside, ours = ([pair[at] for pair in rounds] for at in (0, 1))
    tokens = {one.prompt_tokens for one in (*beside, *ours)}
    if len(tokens) > 1:
        raise RuntimeError(f"they did not read the same prompt: {sorted(tokens)} tokens")
    against = "a bare loop over the same calls"
    for name, speeds in (
        ("generating through the full screen, 58 M llama", [one.speed for one in ours]),
        ("the same from the first to the last token on the screen", [one.seen for one in ours]),
    ):
        bare_speeds = [one.speed for one in beside]
        yield compared(name, "tokens/s", speeds, bare_speeds, against, budget=BUDGET, at_least=True)
    yield compared(
        f"from F5 to the first token on the screen, {tokens.pop()} tokens of prompt",
        "s",
        [one.first_token for one in ours],
        [one.first_token for one in beside],
        "the bare loop",
        budget=FIRST_TOKEN,
    )


if __name__ == "__main__":
    sys.exit(main(["--only", "throughput", *sys.argv[1:]]))
