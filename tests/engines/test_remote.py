"""The remote engine through a real worker process, against a server that misbehaves."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from playground.engines.parameters import Sampling
from playground.engines.process import EngineError
from playground.engines.protocol import Done, Endpoint, Load, Message, Token
from playground.engines.shared import SharedClient, SharedProcess
from tests.engines.endpoint import Server, serving
from tests.fuzz.answering import answering, response

GREEDY = Sampling(temperature=0.0, max_new_tokens=64)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def load(server: Server, *, key: str = "", timeout: float = 20.0) -> Load:
    endpoint = Endpoint(server.url, "tiny", key, timeout_seconds=timeout)
    return Load("", "", 0, 1, endpoint=endpoint)


@contextlib.asynccontextmanager
async def shared(command: Load) -> AsyncIterator[SharedProcess]:
    process = await SharedProcess.start("remote", command, stall_seconds=60)
    try:
        yield process
    finally:
        await process.close()


async def until(true: Callable[[], bool]) -> None:
    """Wait for a condition that other tasks and threads bring about."""
    while not true():  # noqa: ASYNC110  other threads bring it about
        await asyncio.sleep(0.005)


async def ask(
    process: SharedProcess, prompt: str, *, chat: bool = True, sampling: Sampling = GREEDY
) -> tuple[str, Done]:
    """The whole text of an answer and how it ended."""
    messages = (Message("system", "Be brief."), Message("user", prompt)) if chat else ()
    parts: list[str] = []
    client = SharedClient(process, 60)
    async for reply in client.generate(prompt, sampling, messages=messages):
        if isinstance(reply, Token):
            parts.append(reply.text)
        if isinstance(reply, Done):
            return "".join(parts) + reply.text, reply
    raise AssertionError("no end")


async def failing(process: SharedProcess, prompt: str, *, chat: bool) -> tuple[str, EngineError]:
    """What came before the error, and the error."""
    messages = (Message("user", prompt),) if chat else ()
    parts: list[str] = []
    with pytest.raises(EngineError) as caught:
        async for reply in SharedClient(process, 60).generate(prompt, GREEDY, messages=messages):
            if isinstance(reply, Token):
                parts.append(reply.text)
    return "".join(parts), caught.value


async def test_a_conversation_and_a_raw_prompt(server: Server) -> None:
    async with shared(load(server)) as process:
        chat = await ask(process, "count 2")
        raw = await ask(process, "count 2", chat=False)
    assert chat[0] == raw[0] == "0 1 end é"
    for _, done in (chat, raw):
        assert (done.reason, done.usage.prompt_tokens) == ("length", 7)
        assert (done.usage.completion_tokens, done.usage.estimated) == (99, False)
    (first, asked, headers), (second, completion, _) = server.asked
    assert (first, second) == ("/v1/chat/completions", "/v1/completions")
    assert asked["messages"][0] == {"role": "system", "content": "Be brief."}
    assert (asked["max_tokens"], asked["temperature"], asked["top_k"]) == (64, 0.0, 1)
    assert completion["prompt"] == "count 2"
    assert headers["authorization"] == "Bearer none"


async def test_tokens_are_counted_where_the_server_does_not(server: Server) -> None:
    async with shared(load(server)) as process:
        _, done = await ask(process, "uncounted 5")
    assert (done.usage.completion_tokens, done.usage.estimated) == (6, True)


async def test_the_key_is_taken_from_the_environment_and_the_login_is_not_sent(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINY_KEY", "secret-1")
    monkeypatch.setenv("HF_TOKEN", "hf_login")
    async with shared(load(server, key="TINY_KEY")) as process:
        await ask(process, "count")
    async with shared(load(server)) as process:
        await ask(process, "count")
        await ask(process, "count", chat=False)
    keys = [headers["authorization"] for _, _, headers in server.asked]
    assert keys == ["Bearer secret-1", "Bearer none", "Bearer none"]
    assert "hf_login" not in str(server.asked)


async def test_a_key_that_is_not_set_is_told_before_anything_is_sent(server: Server) -> None:
    with pytest.raises(EngineError, match="TINY_KEY") as caught:
        await SharedProcess.start("remote", load(server, key="TINY_KEY"))
    assert "export TINY_KEY=" in caught.value.hint
    assert server.asked == []


@pytest.mark.parametrize("chat", [True, False], ids=["chat", "raw"])
@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("status 401", "refuses the key (401)"),
        ("status 404", "does not know the model tiny"),
        ("status 500", "failed (500)"),
    ],
)
async def test_refusals_say_what_to_do(server: Server, prompt: str, told: str, chat: bool) -> None:
    async with shared(load(server)) as process:
        said, error = await failing(process, prompt, chat=chat)
    assert said == ""
    assert told in error.message
    assert f"no, {prompt[-3:]}." in error.message
    assert error.hint
    assert len(server.asked) == 1


@pytest.mark.parametrize("chat", [True, False], ids=["chat", "raw"])
@pytest.mark.parametrize("word", ["gibberish", "half", "character", "endless", "drop", "error"])
async def test_an_answer_that_breaks_off_keeps_what_came(
    server: Server, word: str, chat: bool
) -> None:
    async with shared(load(server)) as process:
        said, error = await failing(process, f"{word} 4", chat=chat)
        after, _ = await ask(process, "count 1")
    assert said.startswith("0 1 2 3 ")
    assert "broke off" in error.message
    assert after == "0 end é"


async def test_a_server_that_stalls_is_given_up(server: Server) -> None:
    async with shared(load(server, timeout=0.3)) as process:
        said, error = await failing(process, "stall 2", chat=True)
    assert said == "0 1 "
    assert "broke off" in error.message


async def test_a_busy_server_is_asked_again(server: Server) -> None:
    server.busy = 2
    async with shared(load(server)) as process:
        text, done = await ask(process, "busy")
    assert text == "0 1 2 end é"
    assert done.notes == ("the server was busy: asked 3 times",)


async def test_a_server_that_stays_busy_is_left_alone(server: Server) -> None:
    server.busy = 99
    async with shared(load(server)) as process:
        _, error = await failing(process, "busy", chat=True)
    assert "takes no more requests" in error.message
    assert len(server.asked) == 4


async def test_a_strict_server_gets_the_plain_parameters(server: Server) -> None:
    async with shared(load(server)) as process:
        text, done = await ask(process, "strict")
    assert text == "0 1 2 end é"
    assert "without top_k" in done.notes[0]


async def test_no_server() -> None:
    with serving() as gone:
        command = load(gone)
    async with shared(command) as process:
        _, error = await failing(process, "count", chat=True)
    assert "cannot be reached" in error.message


async def test_a_request_stops_at_once_and_the_others_go_on(server: Server) -> None:
    async with shared(load(server)) as process:
        client = SharedClient(process, 60)
        seen: list[object] = []

        async def read() -> None:
            async for reply in client.generate("", GREEDY, messages=(Message("user", "stall 2"),)):
                seen.append(reply)

        reading = asyncio.create_task(read())
        await until(lambda: len(seen) >= 2)
        assert (await ask(process, "count 1"))[0] == "0 end é"
        await client.cancel()
        await reading
    assert isinstance(seen[-1], Done)
    assert seen[-1].reason == "cancelled"


async def test_many_requests_are_under_way_at_once(server: Server) -> None:
    async with shared(load(server)) as process:
        waiting = [asyncio.create_task(failing(process, "hang", chat=True)) for _ in range(12)]
        await until(lambda: server.at_once >= 12)
        server.open.set()
        await asyncio.gather(*waiting)
    assert server.most_at_once == 12


async def test_a_stop_string_the_server_ignores(server: Server) -> None:
    sampling = Sampling(temperature=0.0, max_new_tokens=64, stop=("2 end",))
    async with shared(load(server)) as process:
        text, done = await ask(process, "count 3", sampling=sampling)
    assert (text, done.reason) == ("0 1 ", "stop")


async def test_a_process_that_dies_ends_every_request_with_the_reason(server: Server) -> None:
    async with shared(load(server)) as process:
        waiting = [asyncio.create_task(failing(process, "hang", chat=True)) for _ in range(2)]
        await until(lambda: server.at_once >= 2)
        process.process.kill()
        ends = await asyncio.gather(*waiting)
    assert [error.kind for _, error in ends] == ["died", "died"]


@pytest.mark.parametrize("chat", [True, False], ids=["chat", "raw"])
@pytest.mark.parametrize(
    "odd",
    [
        *({"choices": [{"delta": {"content": 3}, "text": 3}]}, {"choices": 3}, {"choices": [3]}),
        *({"choices": [{"delta": {}, "text": "", "finish_reason": ["stop"]}]}, {"usage": 3}),
    ],
)
async def test_an_event_that_is_none_breaks_the_answer_off(odd: object, chat: bool) -> None:
    with answering() as odd_server:
        odd_server.answer = response(f"data: {json.dumps(odd)}\n\n".encode(), "text/event-stream")
        endpoint = Endpoint(f"{odd_server.url}/v1", "tiny", timeout_seconds=20.0)
        async with shared(Load("", "", 0, 1, endpoint=endpoint)) as process:
            _, error = await failing(process, "Hi", chat=chat)
    assert "127.0.0.1" in error.message
    assert "broke off" in error.message
    assert error.hint


@pytest.mark.parametrize("count", ["7", [], -1, 10**30, True])
async def test_a_count_of_tokens_that_is_none_counts_as_not_told(count: object) -> None:
    end = {"choices": [{"text": "Hi", "finish_reason": "stop"}]}
    told = {"choices": [], "usage": {"prompt_tokens": count, "completion_tokens": count}}
    events = f"data: {json.dumps(end)}\n\ndata: {json.dumps(told)}\n\ndata: [DONE]\n\n"
    with answering() as odd_server:
        odd_server.answer = response(events.encode(), "text/event-stream")
        endpoint = Endpoint(f"{odd_server.url}/v1", "tiny", timeout_seconds=20.0)
        async with shared(Load("", "", 0, 1, endpoint=endpoint)) as process:
            text, done = await ask(process, "Hi", chat=False)
    assert text == "Hi"
    assert (done.usage.completion_tokens, done.usage.estimated) == (1, True)
