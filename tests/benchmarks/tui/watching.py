"""When a token or a key was first seen, by a recording that is shown to an emulator afterwards."""

from __future__ import annotations

import functools
import itertools
import os
import random
import re
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.paced.engine import stamps, token
from tests.pty.terminal import Terminal

TYPED = "0123456789" * 5
_WORD = re.compile(r"\b[a-z]{4}\b")
_TICK = os.sysconf("SC_CLK_TCK")


class Sightings:
    """Reads the rows of a screen that changed, and remembers when it first saw what."""

    def __init__(self, terminal: Terminal, begins: str = "") -> None:
        """`begins` stands in the prompt before the digits that are typed."""
        self._screen = terminal.screen
        self._begins = begins
        self.words: dict[str, float] = {}
        self.keys: list[float] = []

    def look(self, at: float) -> None:
        """Read what changed, for `Terminal.replay`."""
        for y in sorted(self._screen.dirty):
            row = self._screen.buffer[y]
            line = "".join(row[x].data for x in range(self._screen.columns))
            for word in _WORD.findall(line):
                self.words.setdefault(word, at)
            if self._begins:
                self._read_keys(line, at)
        self._screen.dirty.clear()

    def _read_keys(self, line: str, at: float) -> None:
        _, found, rest = line.partition(self._begins)
        if found:
            shown = sum(1 for _ in itertools.takewhile(_same, zip(rest, TYPED, strict=False)))
            self.keys += [at] * (shown - len(self.keys))


def token_lags(seen: Mapping[str, float], log: Path, lanes: int) -> list[float]:
    """Milliseconds from saying a token to seeing it, of all that were seen."""
    lags = []
    for lane in range(lanes):
        for number, said in enumerate(stamps(log, lane)):
            at = seen.get(token(lane, number).strip())
            if at is not None and at >= said:  # else a word of the program's own
                lags.append((at - said) * 1000)
    return lags


def type_steadily(terminal: Terminal, count: int) -> list[float]:
    """Type so many digits like a person, and when each was typed."""
    chance = random.Random(1)
    typed = []
    for digit in TYPED[:count]:
        time.sleep(chance.uniform(0.13, 0.27))
        typed.append(time.monotonic())
        terminal.type(digit)
    return typed


def echoes(typed: Sequence[float], seen: Sequence[float]) -> list[float]:
    """Milliseconds from a key to its character; raises `RuntimeError` where one never came."""
    if len(seen) < len(typed):
        raise RuntimeError(f"{len(typed) - len(seen)} of {len(typed)} keys were never seen")
    return [(at - pressed) * 1000 for pressed, at in zip(typed, seen, strict=False)]


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and its threads so far (proc_pid_stat(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def resident_megabytes(pid: int) -> float:
    """What a process holds in memory (proc_pid_statm(5))."""
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def quiet(terminal: Terminal, seconds: float = 0.5) -> int:
    """Wait until nothing was written for so long; the bytes written by then."""
    while True:
        before = len(terminal.written)
        with terminal.condition:
            more = functools.partial(_longer, terminal.written, before)
            if not terminal.condition.wait_for(more, seconds):
                return before


def _longer(data: bytearray, than: int) -> bool:
    return len(data) > than


def _same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]
