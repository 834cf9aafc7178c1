"""Cancelling, leaving and killing generations of real models."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest
import pytest_asyncio

from playground.engines.client import EngineClient, EngineError
from playground.engines.parameters import Sampling
from playground.engines.protocol import Done, Progress, Token
from tests.engines.talk import GREEDY, complete, loaded

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONTEXT = 8192
LONG = Sampling(max_new_tokens=8000, **GREEDY)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(long_llama: Path) -> AsyncIterator[EngineClient]:
    async with loaded(long_llama, context_length=CONTEXT) as one:
        yield one


async def cancelled_at(
    client: EngineClient, prompt: str, kind: type[Progress | Token]
) -> tuple[Done, list[Progress], list[Token]]:
    """Cancel at the first reply of a kind."""
    progress: list[Progress] = []
    tokens: list[Token] = []
    cancelling: asyncio.Task[None] | None = None
    async for reply in client.generate(prompt, LONG):
        if isinstance(reply, Done):
            assert cancelling is not None
            await cancelling
            return reply, progress, tokens
        if cancelling is None and isinstance(reply, kind):
            cancelling = asyncio.create_task(client.cancel(grace_seconds=60))
        if isinstance(reply, Progress):
            progress.append(reply)
        else:
            tokens.append(reply)
    raise AssertionError("no end")


async def test_cancelling_while_the_prompt_is_read(client: EngineClient) -> None:
    done, progress, tokens = await cancelled_at(client, "7" * 8000, Progress)
    assert done.reason == "cancelled"
    assert tokens == []
    assert progress[-1].done < progress[-1].total
    assert done.usage.completion_tokens == 0


async def test_cancelling_while_it_answers(client: EngineClient) -> None:
    done, _, tokens = await cancelled_at(client, "hello", Token)
    assert done.reason == "cancelled"
    assert 0 < len(tokens) == done.usage.completion_tokens < 8000


async def test_a_generation_left_half_way_does_not_disturb_the_next(client: EngineClient) -> None:
    expected = await complete(client, "hello", **GREEDY)
    for kind in (Token, Progress):
        prompt = "something else" if kind is Token else "1" * 4000
        async with aclosing(client.generate(prompt, LONG)) as replies:  # type: ignore[type-var]
            async for reply in replies:
                if isinstance(reply, kind):
                    break
        assert (await complete(client, "hello", **GREEDY)).text == expected.text


async def test_a_reader_that_is_cancelled_does_not_disturb_the_next(client: EngineClient) -> None:
    expected = await complete(client, "hello", **GREEDY)
    first = asyncio.Event()

    async def read() -> None:
        async for reply in client.generate("hello again", LONG):
            if isinstance(reply, Token):
                first.set()

    reading = asyncio.create_task(read())
    await first.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert (await client.tokenize("hello")).ids
    assert (await complete(client, "hello", **GREEDY)).text == expected.text


async def test_reused_beginnings_give_the_text_of_a_cold_run(
    client: EngineClient, long_llama: Path
) -> None:
    prompts = ("a tale of", "a tale of two", "a tale", "quite different", "a tale of two towns")
    warm = [await complete(client, prompt, seed=3, max_new_tokens=40) for prompt in prompts]
    assert any(completion.done.usage.reused_tokens > 3 for completion in warm)
    async with loaded(long_llama, context_length=CONTEXT) as fresh:
        last = await complete(fresh, prompts[-1], seed=3, max_new_tokens=40)
    assert last.done.usage.reused_tokens == 0
    assert warm[-1].done.usage.reused_tokens > 0
    assert warm[-1].text == last.text


async def test_after_a_cancelled_prompt_the_beginning_is_reused_rightly(
    client: EngineClient, long_llama: Path
) -> None:
    prompt = "9" * 1500
    await cancelled_at(client, prompt, Progress)
    warm = await complete(client, prompt, seed=3, max_new_tokens=20)
    async with loaded(long_llama, context_length=CONTEXT) as fresh:
        cold = await complete(fresh, prompt, seed=3, max_new_tokens=20)
    assert warm.text == cold.text


async def test_kill_in_the_middle_is_told(long_llama: Path) -> None:
    said = []
    async with loaded(long_llama, context_length=CONTEXT) as client:
        with pytest.raises(EngineError) as caught:
            async for reply in client.generate("hello", LONG):
                if isinstance(reply, Token):
                    said.append(reply.text)
                    if len(said) == 5:
                        os.kill(client.pid, signal.SIGKILL)
        assert caught.value.kind == "died"
        assert "was killed by SIGKILL" in caught.value.message
        assert 5 <= len(said) < 8000
        assert not client.alive


async def test_a_stopped_process_is_ended_after_the_grace(long_llama: Path) -> None:
    async with loaded(long_llama, context_length=CONTEXT) as client:
        cancelling: asyncio.Task[None] | None = None
        with pytest.raises(EngineError) as caught:
            async for reply in client.generate("hello", LONG):
                if cancelling is None and isinstance(reply, Token):
                    os.kill(client.pid, signal.SIGSTOP)
                    cancelling = asyncio.create_task(client.cancel(grace_seconds=0.1))
        assert cancelling is not None
        await cancelling
        assert caught.value.kind == "hung"
        assert "did not stop in time" in caught.value.message
        assert not client.alive


async def test_a_frozen_process_counts_as_hung(long_llama: Path) -> None:
    async with loaded(long_llama, context_length=CONTEXT) as client:
        client._stall_seconds = 0.2
        with pytest.raises(EngineError) as caught:
            async for reply in client.generate("hello", LONG):
                if isinstance(reply, Token):
                    os.kill(client.pid, signal.SIGSTOP)
        assert caught.value.kind == "hung"
        assert "no sign of life" in caught.value.message
