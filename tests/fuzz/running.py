"""Feeds inputs to the process that reads them, and watches it: a hang or a death is a failure."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from tests.fuzz.kind import Kind, Tried

SECONDS = 10.0
"""After which an input counts as one that hangs."""
_OPENING = 60.0
COMMAND = (sys.executable, "-m", "tests.fuzz.reading")
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Tally:
    """What became of the inputs of one kind."""

    kind: str
    tried: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    slowest: float = 0.0
    """Seconds."""
    slowest_input: int = 0
    """Its number."""
    failures: list[tuple[str, str]] = field(default_factory=list)
    """Where each failing input is kept, and what happened."""
    remarkable: list[tuple[str, str]] = field(default_factory=list)
    """The same of those that are worth a look."""

    def add(self, number: int, tried: Tried, seconds: float) -> None:
        """Count one more."""
        self.tried += 1
        if seconds > self.slowest:
            self.slowest_input = number
        self.outcomes[tried.outcome] = self.outcomes.get(tried.outcome, 0) + 1
        if tried.note:
            self.notes[tried.note] = self.notes.get(tried.note, 0) + 1
        self.slowest = max(self.slowest, seconds)


class Reader:
    """The process that reads, started when it is needed and again after it died."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._opened: set[str] = set()
        self._folder = tempfile.TemporaryDirectory()
        self.folder = Path(self._folder.name)
        self._said = self.folder / "stderr"

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()
        self._folder.cleanup()

    def read(self, kind: Kind, data: bytes) -> tuple[Tried, float]:
        """What becomes of an input, and the seconds it took."""
        path = self.folder / f"input{kind.suffix}"
        path.unlink(missing_ok=True)  # a model process may still map the one before
        path.write_bytes(data)
        process = self._running()
        assert process.stdin is not None
        line = json.dumps({"kind": kind.name, "path": os.fspath(path)}) + "\n"
        try:
            process.stdin.write(line.encode())
            process.stdin.flush()
            answer = self._answer(process, SECONDS if kind.name in self._opened else _OPENING)
        except (TimeoutError, OSError, ValueError) as error:
            told = "it hangs" if isinstance(error, TimeoutError) else "the process that reads died"
            return Tried("failed", f"{told}: {self._end(kill=True)}"), SECONDS
        self._opened.add(kind.name)
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._opened.clear()
            with self._said.open("wb") as said:
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=said,
                    cwd=_ROOT,
                )
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], seconds: float) -> tuple[Tried, float]:
        """The answer, in time; raises `TimeoutError`, or `ValueError` where none comes any more."""
        assert process.stdout is not None
        found = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not found.endswith(b"\n"):
                if not selector.select(seconds):
                    raise TimeoutError
                data = os.read(process.stdout.fileno(), 2**16)
                if not data:
                    raise ValueError("the process ended")
                found += data
        fields = json.loads(found)
        took = float(fields.pop("seconds"))
        return Tried(**fields), took

    def _end(self, *, kill: bool = False) -> str:
        """End the process; its exit code and last words."""
        process, self._process = self._process, None
        if process is None:
            return ""
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            with contextlib.suppress(OSError):
                stream.close()
        try:
            # One that died has its code at once; one that hangs is not waited for.
            process.wait(0.2 if kill else 30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        said = self._said.read_text("utf-8", "replace")[-1500:]
        return f"exit code {process.returncode}. {said}"


def run(
    kind: Kind, numbers: Iterable[int], seed: int, reader: Reader, keep: Path | None = None
) -> Tally:
    """Try the inputs of these numbers; what failed or is remarkable is kept in a folder."""
    tally = Tally(kind.name)
    for number in numbers:
        data = kind.make(seed, number)
        tried, seconds = reader.read(kind, data)
        tally.add(number, tried, seconds)
        if tried.outcome == "failed" or tried.remarkable:
            name = f"{kind.name}.{seed}.{number}{kind.suffix}"
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / name).write_bytes(data)
            found = tally.remarkable if tried.remarkable else tally.failures
            found.append((name, tried.told))
    return tally
