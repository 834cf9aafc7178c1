"""An engine that says five-character tokens at a set pace and notes when it said them."""

from __future__ import annotations

import os
import struct
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playground.engines import worker
from playground.engines.backend import BACKENDS
from playground.engines.protocol import Done, Generate, Load, Loaded, Progress, Token, Usage

PACED = (sys.executable, "-P", "-m", "tests.paced")
LETTERS = 26**4
_LANES = 8
# Odd and no multiple of 13, so that no two of 26**4 numbers give the same four letters.
_SPREAD = 123_457

_STAMP = struct.Struct("d")


@dataclass(frozen=True, slots=True)
class Pace:
    """How the engines speak; goes to them through the environment."""

    tokens_a_second: float = 50.0
    """0 for as fast as they can."""
    at_once: int = 0
    """So many tokens come first, without a pause."""
    log: Path | None = None
    """A folder for a file per lane: `time.monotonic` of each token of the last run, as doubles."""

    def environment(self) -> dict[str, str]:
        """For the program."""
        return {
            "PACE_TOKENS": str(self.tokens_a_second),
            "PACE_AT_ONCE": str(self.at_once),
            "PACE_LOG": "" if self.log is None else str(self.log),
        }

    @classmethod
    def of_environment(cls) -> Pace:
        """What `environment` said."""
        log = os.environ["PACE_LOG"]
        return cls(
            float(os.environ["PACE_TOKENS"]),
            int(os.environ["PACE_AT_ONCE"]),
            Path(log) if log else None,
        )


def token(lane: int, number: int) -> str:
    """Four letters and a space; no two tokens of 8 lanes and 57,122 numbers are the same."""
    left = (number * _LANES + lane) * _SPREAD % LETTERS
    letters = ""
    for _ in range(4):
        left, letter = divmod(left, 26)
        letters += chr(ord("a") + letter)
    return letters + " "


def stamps(log: Path, lane: int) -> list[float]:
    """When a lane said its tokens."""
    data = (log / str(lane)).read_bytes()
    return [at for (at,) in _STAMP.iter_unpack(data[: len(data) // 8 * 8])]


class PacedBackend:
    """Says the tokens of its lane, which is the number in the name of the model file."""

    distribution = "pytest"
    parallel = False

    def __init__(self) -> None:
        self._pace = Pace.of_environment()
        self._lane = 0

    def prepare(self) -> None:
        """Nothing is heavy."""

    def load(self, command: Load) -> Loaded:
        """Take the number from the name."""
        self._lane = int("".join(filter(str.isdigit, Path(command.path).stem)) or 0)
        return Loaded(0.01, 1, "llama", command.context_length, 512, "none")

    def tokenize(self, text: str) -> list[tuple[int, bytes]]:
        """One token per byte."""
        return [(byte, bytes([byte])) for byte in text.encode()]

    def generate(
        self, command: Generate, cancelled: Callable[[], bool]
    ) -> Iterator[Progress | Token | Done]:
        """Speak until the limit; the pace is kept however long the others take."""
        pace = self._pace
        yield Progress(command.id, 1, 1)
        log = None
        if pace.log is not None:
            log = (pace.log / str(self._lane)).open("wb", buffering=0)
        began = time.monotonic()
        count = 0
        while count < command.sampling.max_new_tokens and not cancelled():
            if pace.tokens_a_second and count >= pace.at_once:
                due = began + (count - pace.at_once) / pace.tokens_a_second
                time.sleep(max(0.0, due - time.monotonic()))
            yield Token(command.id, token(self._lane, count))
            count += 1
            if log is not None:
                log.write(_STAMP.pack(time.monotonic()))
        if log is not None:
            log.close()
        # What was asked for, not what it took: screens are to be the same in every run.
        seconds = (count - 1) / (pace.tokens_a_second or 1000.0)
        usage = Usage(1, count, 0, 0.01, 0.02, seconds)
        yield Done(command.id, "cancelled" if cancelled() else "length", usage, "")

    def close(self) -> None:
        """Nothing is held."""


def serve(engine: str) -> None:
    """Be a model process whose engine, whatever its name, is this one."""
    BACKENDS[engine] = "tests.paced.engine:PacedBackend"
    worker.main(engine)
