"""Runs model files through the real ctransformers, each in a process of its own.

One interpreter imports the engine once and forks for every file, so that hundreds of files can be
tried, each crash ends only its own process and is seen as a signal.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_CHILD = r"""
import json, os, signal, sys
from ctypes import c_int
from pathlib import Path
from ctransformers import LLM, Config

flags = Path("/proc/cpuinfo")
lib = "avx2" if not flags.exists() or " avx2 " in flags.read_text() else "basic"
null = os.open(os.devnull, os.O_WRONLY)

def use(path, kind):
    llm = LLM(path, kind, config=Config(context_length=64, threads=1), lib=lib)
    size = llm.vocab_size
    for token in range(size):
        llm.detokenize([token], decode=False)
    text = "Hi there\n\tword 12345!! caf\u00e9 \u2013 \u4f60\u597d \U0001f600".encode()
    buffer = (c_int * (3 * len(text) + 16))()
    count = llm.ctransformers_llm_tokenize(text, True, buffer)
    tokens = list(buffer[:count])[:24] or [0]
    assert all(0 <= token < size for token in tokens), tokens
    llm.eval(tokens, batch_size=8, threads=1)
    made = []
    for step in range(6):
        token = llm.sample(top_k=min(40, size), top_p=0.95, temperature=0.8, seed=step)
        assert 0 <= token < size, token
        made.append(token)
        llm.eval([token], batch_size=1, threads=1)
    return made

for line in sys.stdin:
    path, kind = json.loads(line)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        os.dup2(null, 1)
        os.dup2(null, 2)
        signal.alarm(20)
        try:
            answer = {"tokens": use(path, kind)}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        os.write(write, json.dumps(answer).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    signalled = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    print(json.dumps({"signal": signalled, **json.loads(answer or "{}")}), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    signal: int = 0
    """The signal that ended the process; 0 if it ended by itself."""
    error: str = ""
    """The Python exception; empty without one."""
    tokens: tuple[int, ...] = ()
    """The generated tokens."""

    @property
    def ran(self) -> bool:
        """Whether the file was loaded, tokenised, evaluated and sampled from."""
        return not self.signal and not self.error and len(self.tokens) == 6


def run_natively(files: Iterable[tuple[Path, str]]) -> list[Outcome]:
    """Load each file as the given model type and generate six tokens."""
    lines = "".join(json.dumps([str(path), kind]) + "\n" for path, kind in files)
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], input=lines, capture_output=True, text=True, check=True
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [
        Outcome(answer["signal"], answer.get("error", ""), tuple(answer.get("tokens", ())))
        for answer in answers
    ]
