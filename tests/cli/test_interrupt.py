"""Signals in the middle of a run: what was said is printed and recorded, and the code tells."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from playground.services.sessions import load_session
from tests.cli.program import COMMAND, environment
from tests.processes import children, wait_until_gone

ENDLESS = (
    *("--temperature", "0", "--repetition-penalty", "1"),
    *("--context-length", "8192", "--max-new-tokens", "8000", "-p", "hello"),
)


def interrupted(number: signal.Signals, *arguments: str | Path) -> tuple[int, bytes, str]:
    """Code, output and error of a run that gets a signal once it talks."""
    with subprocess.Popen(
        [*COMMAND, "run", *ENDLESS, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = b""
        # A label comes before any text, and while the program still sets itself up.
        while not first or (first.startswith(b"=") and not first.partition(b" ==\n")[2]):
            first += os.read(process.stdout.fileno(), 1)
        models = children(process.pid)
        process.send_signal(number)
        out, err = process.communicate(timeout=120)
    assert all(wait_until_gone(pid) for pid in models)
    return process.returncode, first + out, err.decode()


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda one: one.name
)
def test_a_signal_ends_the_run_with_what_was_said(
    long_llama: Path, tmp_path: Path, number: signal.Signals
) -> None:
    path = tmp_path / "session.toml"
    code, out, err = interrupted(number, "-m", long_llama, "--session", path)
    assert (code, err) == (128 + number, "")
    assert out.endswith(b"\n")
    lane = load_session(path)["runs"][0]["lanes"][0]
    assert lane["stop_reason"] == "cancelled"
    assert 0 < lane["completion_tokens"] < 8000
    assert out.decode() == lane["text"] + "\n"


def test_an_interrupted_run_of_two_models_keeps_both(long_llama: Path, gpt2: Path) -> None:
    code, out, err = interrupted(signal.SIGINT, "-m", long_llama, "-m", gpt2)
    assert (code, err) == (130, "")
    assert f"== {long_llama.name}".encode() in out
    assert f"== {gpt2.name}".encode() in out


def test_json_of_an_interrupted_run_is_whole(long_llama: Path) -> None:
    # Nothing is printed before the end: the signal comes when the model process is there.
    with subprocess.Popen(
        [*COMMAND, "run", *ENDLESS, "-m", long_llama, "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        while not children(process.pid):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (130, b"")
    assert json.loads(out)["lanes"][0]["stop_reason"] == "cancelled"


_WAITING = """
import os, signal, sys

# It may be ignored by whoever started the tests, in the background of a shell for one.
signal.signal(signal.SIGINT, signal.default_int_handler)
from playground.__main__ import main

class Input:
    isatty = staticmethod(lambda: False)
    buffer = property(lambda self: self)

    def read(self):
        os.kill(os.getpid(), signal.SIGINT)
        return os.read(0, 1)

sys.stdin = Input()
sys.exit(main())
"""


def test_an_interrupt_while_it_waits_for_a_prompt(llama: Path) -> None:
    reader, writer = os.pipe()
    try:
        done = subprocess.run(
            [COMMAND[0], "-c", _WAITING, "run", "-m", llama],
            stdin=reader,
            capture_output=True,
            env=environment(),
            timeout=120,
            check=False,
        )
    finally:
        os.close(reader)
        os.close(writer)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
