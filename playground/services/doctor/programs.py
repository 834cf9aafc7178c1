"""The program itself: its libraries, the engines at work, and the screen."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import playground
from playground import __version__
from playground.engines.backend import BACKENDS, FILE_ENGINES
from playground.engines.cpu import library_build
from playground.engines.installation import install_line, installed
from playground.services import paths
from playground.services.doctor.finding import Finding
from playground.services.doctor.libraries import libraries

_MODEL = "demo-llama"
_TOKENS = 4
_PATIENCE_SECONDS = 120


def programs() -> Iterator[Finding]:
    """What is installed, and whether it works."""
    told = f"{__version__}, in {paths.shown(Path(playground.__file__).parent)}"
    yield Finding("program", "llmplay", "ok", told)
    yield from libraries()
    yield from _engines()
    yield from _screen()


def _engines() -> Iterator[Finding]:
    build = library_build() or "its own choice"
    for engine in BACKENDS:
        if not installed(engine):
            advice = f"Where you want it: {install_line(engine)}"
            yield Finding("engines", engine, "note", "is not installed.", advice)
        elif engine in FILE_ENGINES:
            native = f" ({build} build)" if engine == "ctransformers" else ""
            yield _at_work(engine, native)
        else:
            yield Finding("engines", engine, "ok", "is installed.")


def _at_work(engine: str, native: str) -> Finding:
    """A bundled model writes a few tokens in the very way of a run, nothing being recorded."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "playground", "run", "-m", f"{_MODEL}@{engine}"]
        command += ["-p", "Once upon a time", "--max-new-tokens", str(_TOKENS), "--format", "json"]
        command += ["--session", str(Path(folder, "doctor.toml")), "--quiet"]
        advice = "Try it by itself: " + " ".join(["llmplay run", *command[4:11]])
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=_PATIENCE_SECONDS, check=False
            )
            (lane,) = json.loads(done.stdout)["lanes"] if done.returncode == 0 else (None,)
        except subprocess.TimeoutExpired:
            told = f"wrote nothing in {_PATIENCE_SECONDS} s."
            return Finding("engines", engine, "problem", told, advice)
        except (ValueError, KeyError, TypeError):
            lane = None
        if lane is None:
            words = " ".join((done.stderr or done.stdout).split())
            return Finding("engines", engine, "problem", f"cannot run {_MODEL}: {words}", advice)
    told = f"{_MODEL} wrote {lane['completion_tokens']} tokens{native}."
    return Finding("engines", engine, "ok", told)


def _screen() -> Iterator[Finding]:
    """Themes and style sheets are read by what uses them: a child process imports the screen."""
    command = [sys.executable, "-m", "playground.ui.checking"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        problems = json.loads(done.stdout)
    except ValueError:
        last = done.stderr.strip().rpartition("\n")[2]
        told = f"The full screen cannot be imported: {last}"
        yield Finding("screen", "interface", "problem", told, "Install llmplay anew.")
        return
    for one in problems:
        yield Finding("screen", one["subject"], "problem", one["told"], one["advice"])
    if not problems:
        yield Finding(
            "screen",
            "themes",
            "ok",
            "All themes can be used, and your own style sheet where there is one.",
        )
