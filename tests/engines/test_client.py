"""The client against processes that lie, fall silent or die."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from playground.engines import process as process_module
from playground.engines.client import EngineClient, EngineError
from playground.engines.parameters import Sampling
from playground.engines.protocol import (
    VERSION,
    Cancel,
    Done,
    Failed,
    Load,
    Loaded,
    Progress,
    Ready,
    Token,
    Tokens,
    Usage,
)
from playground.engines.shared import SharedClient, SharedProcess
from tests.engines.fakes import GREETING, child
from tests.engines.talk import complete
from tests.processes import children, wait_until_gone

LOADED = Loaded(0.1, 1, "fake", 64, 256, "none")
LOAD = Load("model", "gguf", 0, 1)


async def start_failing(command: Sequence[str], *, stall_seconds: float = 60.0) -> EngineError:
    """The error that this process gives instead of a client; it leaves no process."""
    before = children()
    with pytest.raises(EngineError) as caught:
        await EngineClient.start(command=command, stall_seconds=stall_seconds)
    assert children() <= before
    return caught.value


async def fail_after_greeting(*parts: bytes | Tokens | Done | Load | str) -> EngineError:
    """The error that a generation ends with once the process has greeted and read it."""
    client = await EngineClient.start(command=child(GREETING, "wait", *parts), stall_seconds=60)
    try:
        with pytest.raises(EngineError) as caught:
            await complete(client)
    finally:
        await client.close()
    return caught.value


async def test_noise_instead_of_a_greeting() -> None:
    error = await start_failing(child(b"Segmentation fault\n", "wait"))
    assert error.kind == "protocol"
    assert "'Segmentation fault'" in error.message


async def test_binary_noise_is_quoted_safely() -> None:
    error = await start_failing(child(b"\x00\xff\x1b[31m\n", "wait"))
    assert error.kind == "protocol"
    assert error.message.isprintable()


async def test_another_version() -> None:
    error = await start_failing(child(Ready(VERSION + 98, "fake", "1", 1), "wait"))
    assert error.kind == "protocol"
    assert f"speaks version {VERSION + 98}" in error.message
    assert "Two installations" in error.hint


async def test_another_reply_instead_of_a_greeting() -> None:
    error = await start_failing(child(LOADED, "wait"))
    assert error.kind == "protocol"
    assert "instead of Ready" in error.message


async def test_a_command_instead_of_a_reply() -> None:
    error = await start_failing(child(Cancel(1), "wait"))
    assert error.kind == "protocol"
    assert "a command" in error.message


async def test_a_line_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_module, "_LINE_LIMIT", 4096)
    error = await start_failing(child(b"x" * 20_000, "wait"))
    assert error.kind == "protocol"
    assert "over 4,096 bytes" in error.message


async def test_half_a_line_and_the_end() -> None:
    error = await start_failing(child(b'{"type":"rea', "sys.exit(3)"))
    assert error.kind == "died"
    assert "ended with exit code 3" in error.message


async def test_an_end_without_a_word() -> None:
    error = await start_failing(child())
    assert error.kind == "died"
    assert "ended with exit code 0" in error.message


async def test_the_last_words_of_the_dead_are_told() -> None:
    error = await start_failing(child("sys.stderr.write('ggml: out of luck'); sys.exit(1)"))
    assert "Its last words: ggml: out of luck" in error.message


async def test_a_refusal_to_start_is_told() -> None:
    error = await start_failing(child(Failed(None, "load", "No engine.", "Install it."), "wait"))
    assert (error.kind, error.message, error.hint) == ("load", "No engine.", "Install it.")


async def test_a_program_that_is_not_there() -> None:
    error = await start_failing(["/nowhere/python"])
    assert error.kind == "died"
    assert "cannot start" in error.message


async def test_a_silent_process_counts_as_hung() -> None:
    error = await start_failing(child("wait"), stall_seconds=0.2)
    assert error.kind == "hung"
    assert "no sign of life for 0.2 s" in error.message


@pytest.mark.slow
async def test_a_process_that_hangs_up_without_ending_is_ended() -> None:
    error = await start_failing(child("os.close(1)", "wait"))
    assert error.kind == "died"
    assert "SIGKILL" in error.message


@pytest.mark.parametrize(
    "reply",
    [
        Done(99, "length", Usage()),
        Token(99, "x"),
        Progress(99, 1, 2),
        Tokens(1, (1,), ("x",)),
        LOADED,
    ],
    ids=lambda reply: type(reply).__name__,
)
async def test_a_reply_nobody_asked_for(reply: Done | Tokens) -> None:
    error = await fail_after_greeting(reply, "wait")
    assert error.kind == "protocol"
    assert "an answer nobody asked for" in error.message


async def test_a_damaged_line_in_a_generation() -> None:
    error = await fail_after_greeting(b'{"type":"token","id":1}\n', "wait")
    assert error.kind == "protocol"
    assert "Missing field 'text'" in error.message


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (signal.SIGKILL, "ran out of memory"),
        (signal.SIGSEGV, "the file may be damaged"),
        (signal.SIGILL, "instructions this processor does not have"),
        (signal.SIGTERM, "Run it again"),
    ],
)
async def test_a_death_by_signal_is_explained(number: signal.Signals, told: str) -> None:
    error = await fail_after_greeting(f"os.kill(os.getpid(), {int(number)})")
    assert error.kind == "died"
    assert f"was killed by {number.name}" in error.message
    assert told in error.hint


async def test_a_dead_process_takes_no_more_commands() -> None:
    client = await EngineClient.start(command=child(GREETING))
    for _ in range(3):
        with pytest.raises(EngineError) as caught:
            await client.load(LOAD)
        assert caught.value.kind == "died"
    assert not client.alive
    await client.close()


async def test_what_a_process_said_before_it_ended_is_heard() -> None:
    client = await EngineClient.start(command=child(GREETING, LOADED, Token(1, "hello")))
    while client.alive:  # noqa: ASYNC110 -- the loop hears of the end by itself
        await asyncio.sleep(0)
    assert await client.load(LOAD) == LOADED
    heard = []
    with pytest.raises(EngineError, match="ended with exit code 0"):
        async for reply in client.generate("hello", Sampling()):
            heard.append(reply)
    assert heard == [Token(1, "hello")]
    await client.close()


async def test_a_shared_process_that_ended_says_so_to_who_asks_later() -> None:
    shared = await SharedProcess.start("remote", LOAD, command=child(GREETING, LOADED))
    await shared._reader
    with pytest.raises(EngineError, match="ended with exit code 0"):
        _ = [reply async for reply in SharedClient(shared, 60).generate("hello", Sampling())]
    await shared.close()


async def test_closing_twice_and_after_death_is_quiet() -> None:
    client = await EngineClient.start(command=child(GREETING, "wait"))
    os.kill(client.pid, signal.SIGKILL)
    await client.close()
    await client.close()
    assert client.pid not in children()


async def test_a_process_that_ignores_its_closed_input_is_ended() -> None:
    client = await EngineClient.start(
        command=child(GREETING, "import signal", "signal.signal(15, signal.SIG_IGN)", "wait")
    )
    os.kill(client.pid, signal.SIGSTOP)
    await client.close(grace_seconds=0.1)
    assert client.pid not in children()


def test_the_child_ends_when_the_playground_is_killed() -> None:
    root = Path(__file__).parents[2]
    code = (
        "import asyncio, sys\n"
        "from playground.engines.client import EngineClient\n"
        "async def main():\n"
        "    client = await EngineClient.start()\n"
        "    print(client.pid, flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert pid in children(parent.pid)
        parent.kill()
    assert wait_until_gone(pid)
