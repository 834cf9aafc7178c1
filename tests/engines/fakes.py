"""Stand-ins for engines and model processes that misbehave on purpose."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from playground.engines.backend import BackendError
from playground.engines.codec import encode
from playground.engines.protocol import (
    VERSION,
    Command,
    Done,
    Generate,
    Load,
    Loaded,
    Progress,
    Ready,
    Reply,
    Token,
    Usage,
)

_ROOT = Path(__file__).resolve().parents[2]

WORKER = (
    sys.executable,
    "-c",
    f"import sys; sys.path.insert(0, {str(_ROOT)!r})\n"
    "from playground.engines import backend, worker\n"
    "backend.BACKENDS['fake'] = 'tests.engines.fakes:FakeBackend'\n"
    "worker.main('fake')",
)
"""The real worker around a `FakeBackend`."""


class FakeBackend:
    """An engine whose prompts say how it behaves."""

    distribution = "pytest"
    parallel = False

    def prepare(self) -> None:
        """Print as native code does."""
        self._print(b"preparing\\n")

    def load(self, command: Load) -> Loaded:
        """Load anything but "bad" and "broken"."""
        self._print(b'{"type":"ready"}\\n')
        if command.path == "bad":
            raise BackendError("load", "This file is bad.", "Take another.")
        if command.path == "broken":
            raise MemoryError("no room")
        return Loaded(0.5, 1, "fake", 64, 256, "none")

    def tokenize(self, text: str) -> list[tuple[int, bytes]]:
        """One token per byte."""
        return [(byte, bytes([byte])) for byte in text.encode()]

    def generate(
        self, command: Generate, cancelled: Callable[[], bool]
    ) -> Iterator[Progress | Token | Done]:
        """Do as the prompt says."""
        count = 0
        if command.prompt == "boom":
            raise ZeroDivisionError("by design")
        if command.prompt == "refuse":
            raise BackendError("request", "Not this.", "Another.")
        if command.prompt == "flood":
            for _ in range(64):
                os.write(2, b"x" * 2**16)
        if command.prompt == "hang":
            yield Progress(command.id, 1, 2)
            threading.Event().wait()
        while command.prompt in {"read for ever", "talk for ever"} and not cancelled():
            count += 1
            if command.prompt.startswith("read"):
                yield Progress(command.id, count, count + 1)
            else:
                yield Token(command.id, "la")
        while count < command.sampling.max_new_tokens and not cancelled():
            self._print(b"noise without a line end")
            count += 1
            yield Token(command.id, f"{count} ")
        reason = "cancelled" if cancelled() else "length"
        yield Done(command.id, reason, Usage(completion_tokens=count), "end")  # type: ignore[arg-type]

    def close(self) -> None:
        """Nothing is held."""

    def _print(self, data: bytes) -> None:
        os.write(1, data)
        os.write(2, data)
        print("printed from Python", flush=True)


GREETING = encode(Ready(VERSION, "fake", "1", 1))


def child(*parts: bytes | Reply | Command | str) -> tuple[str, ...]:
    """The command line of a process that does these things in order and ends.

    Bytes and messages are written to the wire; a text is a statement, "wait" reads one line.
    """
    lines = ["import os, sys"]
    for part in parts:
        if part == "wait":
            lines.append("sys.stdin.buffer.readline()")
        elif isinstance(part, str):
            lines.append(part)
        else:
            data = part if isinstance(part, bytes) else encode(part)
            lines.append(f"os.write(1, {data!r})")
    return (sys.executable, "-I", "-S", "-c", "\n".join(lines))
