"""The wire to and from model processes: noise for a worker, and noise from one."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playground.engines.client import EngineClient, EngineError
from playground.engines.codec import decode, encode
from playground.engines.parameters import Sampling
from playground.engines.protocol import (
    VERSION,
    Cancel,
    Done,
    Failed,
    Generate,
    Likelihood,
    Load,
    Loaded,
    Message,
    Progress,
    Ready,
    Score,
    Scored,
    Token,
    Tokenize,
    Tokens,
    Usage,
)
from tests.engines.fakes import FakeBackend
from tests.fuzz.changes import values
from tests.fuzz.changes.octets import BLIND, any_of
from tests.fuzz.changes.texts import TEXTUAL
from tests.fuzz.kind import ACCEPTED, Kind, Read, Tried, refused

_CHANGE = any_of(*BLIND, *TEXTUAL, *[values.unless(values.json_lines)] * 14, most=1)
_LAST = 2**40
"""The id of the question after every input: its answer shows that the worker goes on."""
_ROOT = Path(__file__).resolve().parents[3]
_WORKER = (
    f"import sys; sys.path.insert(0, {str(_ROOT)!r})\n"
    "from playground.engines import backend, worker\n"
    "backend.BACKENDS['short'] = 'tests.fuzz.kinds.protocol:ShortBackend'\n"
    "worker.main('short')"
)
_COMMANDS = (
    Load("model.gguf", "gguf", 64, 1),
    Tokenize(1, "hello"),
    Generate(2, "hello", Sampling(max_new_tokens=2, stop=("x",)), 1, (Message("user", "hi"),)),
    Score(3, "hello", ("a", "b"), 1),
    Cancel(3),
)
_REPLIES = (
    Ready(VERSION, "fake", "1", 1),
    Loaded(0.5, 1, "fake", 64, 256, "none"),
    Tokens(1, (1, 2), ("a", "b")),
    Progress(2, 1, 2),
    Token(2, "hello"),
    Done(2, "length", Usage(completion_tokens=1), "end"),
    Scored(3, (Likelihood(-1.0, 1, True), Likelihood(-2.0, 1, False)), Usage()),
)


class ShortBackend(FakeBackend):
    """Says little, whatever it is asked, and never hangs."""

    def generate(self, command: Generate, cancelled: Callable[[], bool]) -> Iterator[Token | Done]:
        """One token."""
        yield Token(command.id, "a")
        yield Done(command.id, "length", Usage(completion_tokens=1), "")

    def score(self, command: Score, cancelled: Callable[[], bool]) -> Iterator[Scored]:
        """All alike."""
        alike = tuple(Likelihood(-1.0, 1, True) for _ in command.continuations)
        yield Scored(command.id, alike, Usage())


@contextmanager
def _commands() -> Iterator[Read]:
    """A real worker, which is to outlive everything it is sent."""
    process = subprocess.Popen(
        [sys.executable, "-c", _WORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    stdin, stdout = process.stdin, process.stdout
    assert isinstance(decode(stdout.readline()), Ready)
    last = encode(Tokenize(_LAST, "x"))

    def read(path: Path) -> Tried:
        data = path.read_bytes()
        stdin.write(data if data.endswith(b"\n") else data + b"\n")
        stdin.write(last)
        stdin.flush()
        wrong = []
        while True:
            reply = decode(stdout.readline())
            if isinstance(reply, Failed):
                wrong.append(reply.message)
            if isinstance(reply, Tokens) and reply.id == _LAST:
                break
        return refused("\n".join(wrong)) if wrong else ACCEPTED

    try:
        yield read
    finally:
        stdin.close()
        stdout.close()
        process.wait()


@contextmanager
def _replies() -> Iterator[Read]:
    """The client asks for everything that the good replies answer; the rest is an error of it."""

    async def converse(path: Path) -> None:
        shell = ("/bin/sh", "-c", 'cat "$0"', str(path))
        client = await EngineClient.start(command=shell, stall_seconds=5.0)
        try:
            await client.load(Load("model.gguf", "gguf", 64, 1))
            await client.tokenize("hello")
            async for _ in client.generate("hello", Sampling()):
                pass
            await client.score("hello", ("a", "b"))
        finally:
            await client.close()

    with asyncio.Runner() as runner:

        def read(path: Path) -> Tried:
            try:
                runner.run(converse(path))
            except EngineError as error:
                assert error.kind != "hung", error
                raise
            return ACCEPTED

        yield read


KINDS = (
    Kind(
        "commands",
        ".jsonl",
        lambda: {
            "all": b"".join(encode(one) for one in _COMMANDS[:3]),
            "few": encode(_COMMANDS[3]),
        },
        _CHANGE,
        _commands,
        (),
    ),
    Kind(
        "replies",
        ".jsonl",
        lambda: {"all": b"".join(encode(one) for one in _REPLIES)},
        _CHANGE,
        _replies,
        ("process",),
    ),
)
