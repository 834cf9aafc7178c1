"""The playground's end of one model process: spawn, handshake, requests, stop, kill."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TypeVar

from playground.engines.parameters import Sampling
from playground.engines.protocol import (
    VERSION,
    Cancel,
    Command,
    Done,
    Failed,
    FailureKind,
    Generate,
    Load,
    Loaded,
    Progress,
    ProtocolError,
    Ready,
    Reply,
    Token,
    Tokenize,
    Tokens,
    decode,
    encode,
)
from playground.errors import PlaygroundError

_ROOT = Path(__file__).resolve().parents[2]
_BOOT = (
    f"import sys; sys.path.append({str(_ROOT)!r}); "
    "from playground.engines.worker import main; main(sys.argv[1])"
)
_LINE_LIMIT = 2**25  # bytes; the pieces of a prompt of a million tokens stay below
_STDERR_LINES = 20

R = TypeVar("R", bound=Reply)


class EngineError(PlaygroundError):
    """A model process refused a command, failed, died or fell silent."""

    def __init__(self, kind: FailureKind, message: str, hint: str = "") -> None:
        """`kind` says which of these it was."""
        super().__init__(message, hint)
        self.kind: FailureKind = kind


class EngineClient:
    """One child process with one engine in it; one request at a time."""

    def __init__(self, process: asyncio.subprocess.Process, stall_seconds: float) -> None:
        """Use `start`, which also shakes hands."""
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self._process = process
        self._stdin, self._stdout = process.stdin, process.stdout
        self._stall_seconds = stall_seconds
        self._stderr: deque[str] = deque(maxlen=_STDERR_LINES)
        self._drain = asyncio.create_task(self._drain_stderr(process.stderr))
        self._last_id = 0
        self._unfinished: int | None = None
        self._cancelling = False
        self._killed = False
        self.ready: Ready
        self.loaded: Loaded | None = None

    @classmethod
    async def start(
        cls,
        engine: str = "ctransformers",
        *,
        command: Sequence[str] | None = None,
        stall_seconds: float = 120.0,
    ) -> EngineClient:
        """Spawn a model process and wait for its greeting; raises `EngineError`.

        `command` replaces the worker's command line; `stall_seconds` is how long the process may be
        silent while an answer is due before it counts as hung.
        """
        # -P and the appended path: a file of the folder the user stands in must not be imported.
        argv = command or (sys.executable, "-P", "-c", _BOOT, engine)
        try:
            process = await asyncio.create_subprocess_exec(
                *argv,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=_LINE_LIMIT,
                start_new_session=True,  # ctrl+c and hang-ups of the terminal are ours to handle
            )
        except OSError as error:
            raise EngineError("died", f"The model process cannot start: {error}.") from error
        client = cls(process, stall_seconds)
        try:
            client.ready = await client._expect(Ready)
            if client.ready.version != VERSION:
                raise EngineError(
                    "protocol",
                    f"The model process speaks version {client.ready.version} of the protocol, "
                    f"this playground version {VERSION}.",
                    "Two installations are mixed up: install llmplay anew.",
                )
        except BaseException:
            await client.close()
            raise
        return client

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs, as far as the event loop has heard."""
        return self._process.returncode is None and not self._killed

    async def load(self, command: Load) -> Loaded:
        """Load a model file; raises `EngineError`."""
        await self._send(command)
        self.loaded = await self._expect(Loaded)
        return self.loaded

    async def tokenize(self, text: str) -> Tokens:
        """The tokens the loaded model makes of a text; raises `EngineError`."""
        await self._settle()
        self._last_id += 1
        await self._send(Tokenize(self._last_id, text))
        return await self._expect(Tokens)

    async def generate(
        self, prompt: str, sampling: Sampling, *, threads: int = 1
    ) -> AsyncIterator[Progress | Token | Done]:
        """Stream a completion that ends with one `Done`; raises `EngineError`."""
        await self._settle()
        self._last_id += 1
        id_ = self._unfinished = self._last_id
        self._cancelling = False
        await self._send(Generate(id_, prompt, sampling, threads))
        while True:
            reply = await self._reply()
            if isinstance(reply, Failed):
                self._unfinished = None
                raise EngineError(reply.kind, reply.message, reply.hint)
            if not isinstance(reply, Progress | Token | Done) or reply.id != id_:
                raise await self._confused(f"an answer nobody asked for: {reply}")
            if isinstance(reply, Done):
                self._unfinished = None
                yield reply
                return
            yield reply

    async def cancel(self, *, grace_seconds: float = 2.0) -> None:
        """Ask the running generation to stop; kill the process if it does not within the grace.

        Whoever reads the generation gets its `Done`, or an `EngineError` of the kind "hung".
        """
        id_ = self._unfinished
        if id_ is None or self._cancelling:
            return
        self._cancelling = True
        try:
            await self._send(Cancel(id_))
        except EngineError:
            return  # whoever reads the generation learns how the process died
        deadline = asyncio.get_running_loop().time() + grace_seconds
        while self._unfinished == id_ and self.alive:
            if asyncio.get_running_loop().time() > deadline:
                self.kill()
                return
            await asyncio.sleep(0.01)

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

    async def _settle(self) -> None:
        """Finish a generation that its reader left half way."""
        if self._unfinished is None:
            return
        cancelling = asyncio.create_task(self.cancel())
        try:
            while not isinstance(await self._reply(), Done | Failed):
                pass
        finally:
            self._unfinished = None
            await cancelling

    async def _send(self, command: Command) -> None:
        try:
            self._stdin.write(encode(command))
            await self._stdin.drain()
        except (ConnectionError, RuntimeError) as error:
            raise await self._death() from error

    async def _expect(self, kind: type[R]) -> R:
        reply = await self._reply()
        if isinstance(reply, Failed):
            raise EngineError(reply.kind, reply.message, reply.hint)
        if not isinstance(reply, kind):
            raise await self._confused(f"{reply} instead of {kind.__name__}")
        return reply

    async def _reply(self) -> Reply:
        try:
            async with asyncio.timeout(self._stall_seconds):
                line = await self._stdout.readline()
            if not line.endswith(b"\n"):
                raise await self._death()
            message = decode(line)
        except TimeoutError:
            self.kill()
            raise EngineError(
                "hung",
                f"The model process gave no sign of life for {self._stall_seconds:g} s "
                "and was ended.",
                "Run it again, or with fewer threads.",
            ) from None
        except ProtocolError as error:
            raise await self._confused(error.message) from error
        except ValueError as error:
            raise await self._confused(f"a line of over {_LINE_LIMIT:,} bytes") from error
        if isinstance(message, Load | Generate | Tokenize | Cancel):
            raise await self._confused(f"a command: {message}")
        return message

    async def _confused(self, what: str) -> EngineError:
        self.kill()
        return EngineError("protocol", f"The model process sent {what}")

    async def _death(self) -> EngineError:
        """What is known of a process that closed its wire."""
        try:
            async with asyncio.timeout(2.0):
                code = await self._process.wait()
                await asyncio.shield(self._drain)
        except TimeoutError:
            self.kill()
            code = await self._process.wait()
        if self._killed and self._cancelling:
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
