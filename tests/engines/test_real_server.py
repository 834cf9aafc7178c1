"""The remote engine against a real server: llama.cpp's own, with a bundled model in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from playground.engines.client import EngineClient
from playground.engines.parameters import Sampling
from playground.engines.process import EngineError
from playground.engines.protocol import Done, Endpoint, Load, Message, Token
from playground.engines.shared import SharedClient, SharedProcess
from tests.engines.served import KEY, WEIGHTS, model_served

pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")

GREEDY = Sampling(temperature=0.0, repetition_penalty=1.0, max_new_tokens=48)
PROMPT = "Once upon a time"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with model_served() as base_url:
        yield base_url


async def ask(address: str, *messages: Message) -> tuple[str, Done]:
    load = Load("", "", 0, 1, endpoint=Endpoint(address, "any", "SERVER_KEY"))
    shared = await SharedProcess.start("remote", load)
    parts: list[str] = []
    try:
        async for reply in SharedClient(shared, 60).generate(PROMPT, GREEDY, messages=messages):
            if isinstance(reply, Done):
                return "".join(parts) + reply.text, reply
            assert isinstance(reply, Token)
            parts.append(reply.text)
    finally:
        await shared.close()
    raise AssertionError("no end")


async def local() -> str:
    client = await EngineClient.start()
    try:
        await client.load(Load(str(WEIGHTS), "gguf", 256, 1))
        parts = [reply async for reply in client.generate(PROMPT, GREEDY)]
    finally:
        await client.close()
    return "".join(part.text for part in parts if isinstance(part, Token | Done))


async def test_a_served_model_says_what_it_says_here(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVER_KEY", KEY)
    text, done = await ask(address)
    assert text == await local()
    assert not done.usage.estimated
    assert done.usage.prompt_tokens > 0
    assert done.usage.tokens_per_second
    chat, ended = await ask(address, Message("user", PROMPT))
    assert chat
    assert ended.reason in {"eos", "length"}


async def test_a_wrong_key_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVER_KEY", "wrong")
    with pytest.raises(EngineError, match=r"refuses the key \(401\)") as caught:
        await ask(address, Message("user", PROMPT))
    assert "SERVER_KEY" in caught.value.hint
