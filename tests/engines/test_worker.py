"""The worker spoken to by hand: bad lines, wrong commands, the end of its input."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from playground.engines.codec import encode
from playground.engines.parameters import Sampling
from playground.engines.protocol import VERSION, Command, Generate, Load, Ready, Token, Tokenize
from tests.engines.fakes import WORKER

_ROOT = Path(__file__).parents[2]


class Hand:
    """Writes lines to a worker and reads its answers."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def say(self, line: bytes | Command) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line if isinstance(line, bytes) else encode(line))
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@contextmanager
def worker(engine: str = "fake") -> Iterator[Hand]:
    code = f"from playground.engines.worker import main; main({engine!r})"
    command = WORKER if engine == "fake" else (sys.executable, "-c", code)
    with subprocess.Popen(
        command,
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        yield Hand(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=60) in {0, 1}


def test_it_greets_with_its_version_and_engine() -> None:
    with worker("ctransformers") as hand:
        greeting = hand.hear()
        assert greeting["type"] == "ready"
        assert greeting["version"] == VERSION
        assert greeting["engine"] == "ctransformers"
        assert greeting["engine_version"].startswith("0.2.")
        assert greeting["pid"] == hand.process.pid


BAD_LINES = {
    "no JSON": (b"hello\n", "'hello'"),
    "an empty line": (b"\n", "Not a line"),
    "bytes": (b"\xff\x00\xfe\n", "Not a line"),
    "an unknown type": (b'{"type":"sing"}\n', "Unknown type 'sing'"),
    "a wrong type": (b'{"type":"cancel","id":"x"}\n', "Field 'id'"),
    "a reply": (encode(Token(1, "x")), "'token' is a reply, no command"),
    "a greeting": (encode(Ready(1, "x", "1", 1)), "'ready' is a reply, no command"),
}


def test_a_bad_line_is_answered_and_the_next_is_served() -> None:
    with worker() as hand:
        hand.hear()
        for line, told in BAD_LINES.values():
            hand.say(line)
            answer = hand.hear()
            assert (answer["type"], answer["kind"]) == ("failed", "protocol")
            assert answer["id"] is None
            assert told in answer["message"]
            hand.say(Tokenize(5, "ab"))
            assert hand.hear() == {
                "type": "tokens",
                "id": 5,
                "ids": [97, 98],
                "pieces": ["a", "b"],
            }


def test_a_cancel_of_nothing_is_ignored() -> None:
    with worker() as hand:
        hand.hear()
        hand.say(b'{"type":"cancel","id":77}\n')
        hand.say(Tokenize(1, ""))
        assert hand.hear()["type"] == "tokens"


def test_a_cancel_that_comes_with_its_command_stops_it_at_once() -> None:
    with worker() as hand:
        hand.hear()
        hand.say(
            b'{"type":"cancel","id":9}\n' + encode(Generate(9, "talk for ever", Sampling(), 1))
        )
        assert hand.hear() == {
            "type": "done",
            "id": 9,
            "reason": "cancelled",
            "usage": {
                "prompt_tokens": 0,
                "completion_tokens": 0,
                "reused_tokens": 0,
                "prompt_seconds": 0.0,
                "first_token_seconds": None,
                "generation_seconds": 0.0,
                "estimated": False,
            },
            "text": "end",
            "notes": [],
        }


def test_it_ends_with_its_input_even_while_it_talks() -> None:
    with worker() as hand:
        hand.hear()
        hand.say(Generate(1, "talk for ever", Sampling(), 1))
        assert hand.hear()["type"] == "token"
    assert hand.process.returncode == 0


def test_it_ends_when_nobody_reads_it() -> None:
    with worker() as hand:
        hand.hear()
        assert hand.process.stdout is not None
        hand.process.stdout.close()
        hand.say(Generate(1, "talk for ever", Sampling(), 1))
        assert hand.process.wait(timeout=60) == 0


def test_an_unknown_engine_is_told_and_ends() -> None:
    with worker("abacus") as hand:
        answer = hand.hear()
        assert (answer["type"], answer["kind"]) == ("failed", "load")
        assert "'abacus'" in answer["message"]
        assert hand.process.wait(timeout=60) == 1


@pytest.mark.parametrize(
    ("path", "told"),
    [("missing.gguf", "missing.gguf"), ("/", "could not load /"), ("", "could not load")],
)
def test_a_file_the_library_refuses_is_told(path: str, told: str) -> None:
    with worker("ctransformers") as hand:
        hand.hear()
        hand.say(Load(path, "gguf", 0, 1))
        answer = hand.hear()
        assert (answer["type"], answer["kind"]) == ("failed", "load")
        assert told in answer["message"]


@pytest.mark.parametrize("context", [2**20 + 1, 2**31 - 1, 2**63])
def test_a_context_the_native_arithmetic_cannot_hold_is_refused(context: int) -> None:
    with worker("ctransformers") as hand:
        hand.hear()
        hand.say(Load("any.gguf", "gguf", context, 1))
        answer = hand.hear()
        assert answer["kind"] == "load"
        assert f"{context}" in answer["message"]


def test_a_generation_before_a_model_is_refused() -> None:
    with worker("ctransformers") as hand:
        hand.hear()
        hand.say(Generate(1, "hello", Sampling(), 1))
        answer = hand.hear()
        assert (answer["id"], answer["kind"]) == (1, "request")
        assert "No model is loaded" in answer["message"]
