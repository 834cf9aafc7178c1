"""One session, killed again and again; after each kill all that was acknowledged must be there."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from playground.services.sessions import open_session

_ROOT = Path(__file__).parents[3]
_ROUNDS_PER_FILE = 20
"""Then a new file begins, so that reading it stays quick."""


def kill_often(folder: Path, kills: int, seed: int) -> int:
    """Kill so many writers at random moments; returns how many records were acknowledged."""
    drawn = random.Random(seed)
    acknowledged: list[tuple[str, int, str]] = []
    total = 0
    for kill in range(kills):
        if kill % _ROUNDS_PER_FILE == 0:
            acknowledged = []
        path = folder / f"{kill // _ROUNDS_PER_FILE}.toml"
        new = _until_killed(path, kill, drawn.uniform(0.0, 0.15))
        acknowledged += new
        total += len(new)
        if acknowledged:
            check(path, acknowledged)
    return total


def _until_killed(path: Path, sitting: int, seconds: float) -> list[tuple[str, int, str]]:
    command = [sys.executable, "-m", "tests.services.kills.writer", str(path), str(sitting)]
    writer = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    first = writer.stdout.readline()  # from here on it writes
    time.sleep(seconds)  # a random moment, waited for by nobody
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read()
    writer.stdout.close()
    assert writer.wait() == -signal.SIGKILL, f"the writer of {path} failed by itself"
    lines = (first + rest).decode().splitlines(keepends=True)
    return [
        (what, int(run), name)
        for what, run, name in (line.split() for line in lines if line.endswith("\n"))
    ]


def check(path: Path, acknowledged: list[tuple[str, int, str]]) -> None:
    """Raises `AssertionError` naming what is lost."""
    session = open_session(path)
    runs = {run.number: run for run in session.runs}
    assert list(runs) == list(range(1, len(runs) + 1))
    for what, number, name in acknowledged:
        assert runs[number].prompt.startswith(f"{name} "), (what, number, name)
        if what == "lane":
            assert runs[number].lanes[0].text == runs[number].prompt
        elif what == "note":
            assert runs[number].lanes[0].note == name
    concluded = [name for what, _, name in acknowledged if what == "conclusions"]
    if concluded:
        sitting, at = map(int, session.conclusions.split("."))
        assert (sitting, at) >= tuple(map(int, concluded[-1].split(".")))
