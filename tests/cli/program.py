"""Runs `llmplay` as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "playground")
QUICK = ("--seed", "1", "--max-new-tokens", "8")


@dataclass(frozen=True, slots=True)
class Ended:
    """What a program left."""

    code: int
    out: str
    err: str


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Ours, with the package on the path whatever folder the program starts in."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **(extra or {})}


def llmplay(*arguments: str | Path, given: bytes = b"", **options: Any) -> Ended:
    """Run it to its end; a program that hangs fails the test."""
    done = subprocess.run(
        [*COMMAND, *(os.fspath(argument) for argument in arguments)],
        input=given,
        capture_output=True,
        timeout=120,
        env=environment(options.pop("env", None)),
        check=False,
        **options,
    )
    ended = Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ended.err, ended.err
    return ended
