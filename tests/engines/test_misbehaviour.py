"""Engines that print, flood, fail or never stop, inside the real worker."""

from __future__ import annotations

import asyncio

import pytest

from playground.engines.client import EngineClient, EngineError
from playground.engines.parameters import Sampling
from playground.engines.protocol import Done, Load, Loaded
from tests.engines.fakes import WORKER
from tests.engines.talk import complete

LOAD = Load("model", "gguf", 0, 1)


async def test_native_prints_do_not_reach_the_wire() -> None:
    client = await EngineClient.start(command=WORKER)
    try:
        assert await client.load(LOAD) == Loaded(0.5, 1, "fake", 64, 256, "none")
        completion = await complete(client, max_new_tokens=3)
        assert completion.tokens == ["1 ", "2 ", "3 "]
        assert completion.text == "1 2 3 end"
    finally:
        await client.close()


async def test_a_flood_on_standard_error_blocks_nobody() -> None:
    client = await EngineClient.start(command=WORKER, stall_seconds=60)
    try:
        assert (await complete(client, "flood")).done.reason == "length"
    finally:
        await client.close()


async def test_failures_of_the_engine_leave_the_process_alive() -> None:
    client = await EngineClient.start(command=WORKER)
    try:
        for path, kind, message in (
            ("bad", "load", "This file is bad."),
            ("broken", "load", "The engine failed: MemoryError: no room"),
        ):
            with pytest.raises(EngineError) as caught:
                await client.load(Load(path, "gguf", 0, 1))
            assert (caught.value.kind, caught.value.message) == (kind, message)
        for prompt, kind, message in (
            ("boom", "engine", "The engine failed: ZeroDivisionError: by design"),
            ("refuse", "request", "Not this."),
        ):
            with pytest.raises(EngineError) as caught:
                await complete(client, prompt)
            assert (caught.value.kind, caught.value.message) == (kind, message)
        assert (await complete(client)).done.reason == "length"
    finally:
        await client.close()


async def cancelled_while(prompt: str, *, grace_seconds: float) -> Done:
    """How a generation ends that is cancelled after its first reply."""
    client = await EngineClient.start(command=WORKER)
    try:
        cancelling: asyncio.Task[None] | None = None
        async for reply in client.generate(prompt, Sampling()):
            if isinstance(reply, Done):
                return reply
            if cancelling is None:
                cancelling = asyncio.create_task(client.cancel(grace_seconds=grace_seconds))
        raise AssertionError("no end")
    finally:
        if cancelling is not None:
            await cancelling
        await client.close()


@pytest.mark.parametrize("prompt", ["read for ever", "talk for ever"])
async def test_cancelling_ends_in_order(prompt: str) -> None:
    done = await cancelled_while(prompt, grace_seconds=60)
    assert (done.reason, done.text) == ("cancelled", "end")


async def test_a_process_that_does_not_stop_is_ended() -> None:
    with pytest.raises(EngineError) as caught:
        await cancelled_while("hang", grace_seconds=0.1)
    assert caught.value.kind == "hung"
    assert "did not stop in time" in caught.value.message


async def test_cancelling_nothing_is_nothing() -> None:
    client = await EngineClient.start(command=WORKER)
    try:
        await client.cancel()
        assert (await complete(client)).done.reason == "length"
        await client.cancel()
        assert client.alive
    finally:
        await client.close()
