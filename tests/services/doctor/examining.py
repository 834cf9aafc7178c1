"""Runs one check of the doctor in a process of its own, whatever surrounds that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tests.cli.program import ROOT

_ASK = """
import json, sys
from dataclasses import asdict
from importlib import import_module
check = getattr(import_module("playground.services.doctor." + sys.argv[1]), sys.argv[2])
print(json.dumps([asdict(one) for one in check()]))
"""
CLEAN = dict.fromkeys(("TMUX", "STY", "NO_COLOR", "COLORTERM", "LC_ALL", "LC_CTYPE"), "")


class Told(NamedTuple):
    """A finding."""

    level: str
    told: str
    advice: str


def asked(module: str, check: str) -> list[str]:
    """The command that prints what a check finds."""
    return [sys.executable, "-P", "-c", _ASK, module, check]


def findings(text: str) -> dict[str, Told]:
    """What was printed, by subject; every problem says what to do."""
    found = {
        one["subject"]: Told(one["level"], one["told"], one["advice"]) for one in json.loads(text)
    }
    assert [one for one in found.values() if one.level == "problem" and not one.advice] == []
    return found


def examine(
    module: str,
    check: str | None = None,
    *,
    before: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    path: str = "",
) -> dict[str, Told]:
    """What a check finds; `before` starts the process, `path` goes before the program's own."""
    python_path = f"{path}{os.pathsep}{ROOT}" if path else str(ROOT)
    cleaned = {name: value for name, value in os.environ.items() if name not in CLEAN}
    done = subprocess.run(
        [*before, *asked(module, check or module)],
        env={**cleaned, "PYTHONPATH": python_path, **(env or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return findings(done.stdout)
