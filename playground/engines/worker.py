"""The model process: takes commands on standard input, answers on the wire, runs one engine.

Native code may print what it likes: the wire is a private copy of descriptor 1, which itself then
points at standard error. A second thread reads commands, so that a cancel is seen between two
native calls, and ends the process at once when the playground is gone.
"""

from __future__ import annotations

import importlib.metadata
import os
import queue
import resource
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from playground.engines.backend import Backend, BackendError, create
from playground.engines.codec import ProtocolError, decode, encode
from playground.engines.installation import install_line, installed
from playground.engines.protocol import (
    VERSION,
    Cancel,
    Command,
    Failed,
    FailureKind,
    Generate,
    Load,
    Ready,
    Reply,
    Score,
    Token,
    Tokenize,
    Tokens,
)

_TOGETHER_SECONDS = 0.05


class Wire:
    """The way out: whole lines, tokens in quick succession several at a time.

    Each write wakes the playground, which takes the time from the model. So a token that follows
    one written within `_TOGETHER_SECONDS` waits for the next reply, but no longer than that.
    """

    def __init__(self) -> None:
        """Take over descriptor 1; from here on everything else that writes to it goes to 2."""
        self._fd = os.dup(1)
        os.dup2(2, 1)
        self._changed = threading.Condition()
        self._waiting = bytearray()
        self._written_at = 0.0
        self._speaking = False
        threading.Thread(target=self._write_late, daemon=True).start()

    def send(self, reply: Reply) -> None:
        """Write one reply; a playground that is gone ends the process."""
        with self._changed:
            first = not self._waiting
            self._waiting += encode(reply)
            # The first token waits for nobody: it is what a person looks for.
            soon = time.monotonic() - self._written_at < _TOGETHER_SECONDS and self._speaking
            self._speaking = isinstance(reply, Token)
            if not self._speaking or not soon:
                self._write()
            elif first:
                self._changed.notify()

    def _write_late(self) -> None:
        """Write what waited long enough with no reply after it."""
        while True:
            with self._changed:
                while not self._waiting:
                    self._changed.wait()
                left = self._written_at + _TOGETHER_SECONDS - time.monotonic()
                if left <= 0:
                    self._write()
            time.sleep(max(left, 0))

    def _write(self) -> None:
        data = memoryview(bytes(self._waiting))
        self._waiting.clear()
        self._written_at = time.monotonic()
        try:
            while data:
                data = data[os.write(self._fd, data) :]
        except OSError:
            os._exit(0)


class Inbox:
    """Commands in order, and the ids that were cancelled meanwhile."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._cancelled: set[int] = set()

    def read_forever(self) -> None:
        """Read standard input to its end, which is the end of the process."""
        for line in sys.stdin.buffer:
            try:
                message = decode(line)
            except ProtocolError as error:
                self._wire.send(Failed(None, "protocol", error.message))
                continue
            if isinstance(message, Cancel):
                self._cancelled.add(message.id)
            elif isinstance(message, Load | Generate | Score | Tokenize):
                self._commands.put(message)
            else:
                name = type(message).__name__.lower()
                self._wire.send(Failed(None, "protocol", f"{name!r} is a reply, no command."))
        os._exit(0)

    def next(self) -> Command:
        """Wait for the next command."""
        return self._commands.get()

    def cancelled(self, id_: int) -> Callable[[], bool]:
        """A question: was this generation cancelled?"""
        return lambda: id_ in self._cancelled


def answer(command: Command, backend: Backend, wire: Wire, inbox: Inbox) -> None:
    """Carry out one command; every failure of the engine becomes a `Failed`."""
    id_ = None if isinstance(command, Load) else command.id
    try:
        if isinstance(command, Load):
            wire.send(backend.load(command))
        elif isinstance(command, Tokenize):
            tokens = backend.tokenize(command.text)
            pieces = tuple(data.decode("utf-8", "replace") for _, data in tokens)
            wire.send(Tokens(command.id, tuple(token for token, _ in tokens), pieces))
        elif isinstance(command, Generate):
            generate(command, backend, wire, inbox)
        elif isinstance(command, Score):
            score(command, backend, wire, inbox)
    except BackendError as error:
        wire.send(Failed(id_, error.kind, error.message, error.hint))
    except Exception as error:
        # Whatever an engine raises belongs to this command alone; the process takes the next one.
        traceback.print_exc()
        kind: FailureKind = "load" if isinstance(command, Load) else "engine"
        wire.send(Failed(id_, kind, f"The engine failed: {type(error).__name__}: {error}"))


def generate(command: Generate, backend: Backend, wire: Wire, inbox: Inbox) -> None:
    """Stream one completion; parameters outside their range never reach the engine."""
    problems = command.sampling.problems() + _thread_problems(command.threads)
    if problems:
        raise BackendError("request", " ".join(problems))
    for reply in backend.generate(command, inbox.cancelled(command.id)):
        wire.send(reply)


def score(command: Score, backend: Backend, wire: Wire, inbox: Inbox) -> None:
    """Answer with the likelihood of every continuation."""
    problems = _thread_problems(command.threads)
    if not all(command.continuations):
        problems.append("A continuation to be scored must not be empty.")
    if problems:
        raise BackendError("request", " ".join(problems))
    for reply in backend.score(command, inbox.cancelled(command.id)):
        wire.send(reply)


def _thread_problems(threads: int) -> list[str]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if 1 <= threads <= (cores or 1):
        return []
    # More threads than cores wait for one another in a busy loop and all but stand still.
    return [f"threads must be between 1 and {cores}, not {threads}."]


def _be_a_good_child() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        # When memory runs out, the kernel should take a model rather than the playground.
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    except OSError:
        return


def main(engine: str) -> None:
    """Serve one engine until standard input ends."""
    wire = Wire()
    _be_a_good_child()
    inbox = Inbox(wire)
    threading.Thread(target=inbox.read_forever, daemon=True).start()
    try:
        backend = create(engine)
        version = importlib.metadata.version(backend.distribution)
        wire.send(Ready(VERSION, engine, version, os.getpid()))
        backend.prepare()
    except (BackendError, ImportError) as error:
        anew = "Install llmplay anew." if installed(engine) else f"Run: {install_line(engine)}"
        hint = error.hint if isinstance(error, BackendError) else anew
        wire.send(Failed(None, "load", f"The engine {engine} cannot start: {error}", hint))
        os._exit(1)  # an orderly exit waits for the standard input that the other thread holds
    while True:
        command = inbox.next()
        if backend.parallel and isinstance(command, Generate | Score):
            parts = (command, backend, wire, inbox)
            threading.Thread(target=answer, args=parts, daemon=True).start()
        else:
            answer(command, backend, wire, inbox)
