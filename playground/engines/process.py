"""One model process: spawn, handshake, lines both ways, and what is known of its death."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from playground.engines.codec import ProtocolError, decode, encode
from playground.engines.pages import environment
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
    Tokenize,
)
from playground.errors import PlaygroundError

_ROOT = Path(__file__).resolve().parents[2]
_BOOT = (
    f"import sys; sys.path.append({str(_ROOT)!r}); "
    "from playground.engines.worker import main; main(sys.argv[1])"
)
_LINE_LIMIT = 2**25  # bytes; the pieces of a prompt of a million tokens stay below
_READ = 2**18
_STDERR_LINES = 20


class EngineError(PlaygroundError):
    """A model process refused a command, failed, died or fell silent."""

    def __init__(self, kind: FailureKind, message: str, hint: str = "") -> None:
        """`kind` says which of these it was."""
        super().__init__(message, hint)
        self.kind: FailureKind = kind


class ModelProcess:
    """One child process with one engine in it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Use `start`, which also shakes hands."""
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self._process = process
        self._stdin, self._stdout = process.stdin, process.stdout
        self._lines: deque[bytes] = deque()
        self._rest = bytearray()
        self._stderr: deque[str] = deque(maxlen=_STDERR_LINES)
        self._drain = asyncio.create_task(self._drain_stderr(process.stderr))
        self._killed = False
        self.stopping = False
        """Whether it was asked to stop what it does: if it is killed, that is why."""
        self.ready: Ready

    @classmethod
    async def start(
        cls,
        engine: str = "ctransformers",
        *,
        command: Sequence[str] | None = None,
        stall_seconds: float,
    ) -> ModelProcess:
        """Spawn a model process and wait for its greeting; raises `EngineError`.

        `command` replaces the worker's command line.
        """
        # -P and the appended path: a file of the folder the user stands in must not be imported.
        argv = command or (sys.executable, "-P", "-c", _BOOT, engine)
        try:
            process = await asyncio.create_subprocess_exec(
                *argv,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=environment(engine, os.environ),
                limit=_READ,
                start_new_session=True,  # ctrl+c and hang-ups of the terminal are ours to handle
            )
        except OSError as error:
            raise EngineError("died", f"The model process cannot start: {error}.") from error
        child = cls(process)
        try:
            greeting = await child.receive(stall_seconds)
            if isinstance(greeting, Failed):
                raise EngineError(greeting.kind, greeting.message, greeting.hint)
            if not isinstance(greeting, Ready):
                raise child.confused(f"{greeting} instead of Ready")
            child.ready = greeting
            if greeting.version != VERSION:
                raise EngineError(
                    "protocol",
                    f"The model process speaks version {greeting.version} of the protocol, "
                    f"this playground version {VERSION}.",
                    "Two installations are mixed up: install llmplay anew.",
                )
        except BaseException:
            await child.close()
            raise
        return child

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs, as far as the event loop has heard."""
        return self._process.returncode is None and not self._killed

    async def send(self, command: Command) -> None:
        """Write one command; where the process is gone, `receive` tells, after its last words."""
        with contextlib.suppress(ConnectionError, RuntimeError):
            self._stdin.write(encode(command))
            await self._stdin.drain()

    async def receive(self, stall_seconds: float | None) -> Reply:
        """The next reply; raises `EngineError`.

        A process that is silent for `stall_seconds` counts as hung and is ended; None waits on.
        """
        try:
            if not self._lines:
                async with asyncio.timeout(stall_seconds):
                    await self._read_lines()
            if not self._lines:
                raise await self._death()
            message = decode(self._lines.popleft())
        except TimeoutError:
            self.kill()
            raise EngineError(
                "hung",
                f"The model process gave no sign of life for {stall_seconds:g} s and was ended.",
                "Run it again, or with fewer threads.",
            ) from None
        except ProtocolError as error:
            raise self.confused(error.message) from error
        if isinstance(message, Load | Generate | Score | Tokenize | Cancel):
            raise self.confused(f"a command: {message}")
        return message

    async def _read_lines(self) -> None:
        """Read one more line and all that came with it, as waking up costs the most.

        At the end of the wire there is none.
        """
        while not self._lines:
            data = await self._stdout.read(_READ)
            if not data:
                return
            *lines, rest = data.split(b"\n")
            if lines:
                self._lines.append(bytes(self._rest) + lines[0])
                self._lines.extend(lines[1:])
                self._rest.clear()
            self._rest += rest
            if len(self._rest) > _LINE_LIMIT:
                raise self.confused(f"a line of over {_LINE_LIMIT:,} bytes")

    def confused(self, what: str) -> EngineError:
        """End a process that sends what it must not; returns the error to raise."""
        self.kill()
        return EngineError("protocol", f"The model process sent {what}")

    def kill(self) -> None:
        """End the process at once."""
        self._killed = True
        if self._process.returncode is None:
            self._process.kill()

    async def close(self, *, grace_seconds: float = 1.0) -> None:
        """End the process: by closing its input, or by force after the grace; never raises."""
        self._stdin.close()
        try:
            async with asyncio.timeout(grace_seconds):
                await self._process.wait()
        except TimeoutError:
            self.kill()
            await self._process.wait()
        await self._drain
        while await self._stdout.read(2**16):
            pass

    async def _death(self) -> EngineError:
        """What is known of a process that closed its wire."""
        try:
            async with asyncio.timeout(2.0):
                code = await self._process.wait()
                await asyncio.shield(self._drain)
        except TimeoutError:
            self.kill()
            code = await self._process.wait()
        if self._killed and self.stopping:
            return EngineError("hung", "The model did not stop in time and was ended.")
        said = " ".join(line for line in list(self._stderr)[-3:] if line.strip())
        quoted = f" Its last words: {said[-400:]}" if said else ""
        return EngineError("died", f"The model process {_how(code)}.{quoted}", _what_to_do(code))

    async def _drain_stderr(self, stderr: asyncio.StreamReader) -> None:
        rest = ""
        while data := await stderr.read(2**14):
            *lines, rest = (rest + data.decode("utf-8", "replace"))[-(2**14) :].split("\n")
            self._stderr.extend(line.rstrip() for line in lines)
        if rest:
            self._stderr.append(rest)


def _how(code: int) -> str:
    if code < 0:
        try:
            return f"was killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"was killed by signal {-code}"
    return f"ended with exit code {code}"


def _what_to_do(code: int) -> str:
    if code == -signal.SIGKILL:
        return "If nobody killed it, the machine ran out of memory: try a smaller model."
    if code in {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGFPE, -signal.SIGBUS}:
        return "The engine crashed: the file may be damaged. The model can be run again."
    if code == -signal.SIGILL:
        return "The engine uses instructions this processor does not have."
    return "Run it again."
