"""How likely a text is: against a network in NumPy and the native scores; what is refused."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import playground
from playground.demo.engine import FileModel
from playground.engines.backend import STOPPED, BackendError
from playground.engines.client import EngineClient, EngineError
from playground.engines.continuations import likelihood, log_probability, part
from playground.engines.parameters import Sampling
from playground.engines.protocol import Done, Endpoint, Likelihood, Load, Token
from playground.engines.shared import SharedClient, SharedProcess
from tests.engines.numbers import Gpt2, widened

WEIGHTS = Path(playground.__file__).parent / "demo/weights"
GPT2, LLAMA = WEIGHTS / "demo-gpt2.F16.bin", WEIGHTS / "demo-llama.F16.gguf"
PROMPT = (
    "Passage: Maya put the blue ladder in front of the cupboard. David hid the green letter under "
    "the bed. Felix hid the book near the pillow. Mark hid the spoon beside the gate.\n"
    "Question: Who hid the green letter?\nAnswer:"
)
"""So long that it matters whether it is evaluated in slices."""
CHOICES = (" David", " Maya", " under the bed", " the green letter", ". Émile 🦊 says", "\n\n")
GREEDY = Sampling(temperature=0.0, repetition_penalty=1.0, max_new_tokens=12)


@contextlib.asynccontextmanager
async def loaded(
    path: Path = GPT2, kind: str = "gpt2", engine: str = "ctransformers", context: int = 256
) -> AsyncIterator[EngineClient]:
    client = await EngineClient.start(engine)
    try:
        await client.load(Load(str(path), kind, context, 1))
        yield client
    finally:
        await client.close()


async def score(client: EngineClient) -> tuple[Likelihood, ...]:
    return (await client.score(PROMPT, CHOICES)).likelihoods


async def said(client: EngineClient, prompt: str = PROMPT) -> str:
    parts = [part async for part in client.generate(prompt, GREEDY)]
    return "".join(part.text for part in parts if isinstance(part, Token | Done))


@pytest.mark.parametrize(("wide", "apart"), [(True, 1e-3), (False, 5e-3)])
async def test_it_is_what_the_network_computes_in_numpy(
    wide: bool, apart: float, tmp_path: Path
) -> None:
    path = widened(GPT2, tmp_path / "wide.bin") if wide else GPT2
    network = Gpt2(path)
    async with loaded(path) as client:
        found = await score(client)
        begin = len((await client.tokenize(PROMPT)).ids)
        for choice, one in zip(CHOICES, found, strict=True):
            ids = list((await client.tokenize(PROMPT + choice)).ids)
            after = network.log_probabilities(ids)
            steps = [float(after[at - 1, ids[at]]) for at in range(begin, len(ids))]
            assert one.tokens == len(steps)
            assert one.logprob == pytest.approx(math.fsum(steps), abs=apart * len(steps))


@pytest.mark.parametrize(("path", "kind"), [(GPT2, "gpt2"), (LLAMA, "llama")])
async def test_it_is_the_softmax_of_the_native_scores(path: Path, kind: str) -> None:
    alone = FileModel(path, kind, 256)
    begin = len(alone.encode(PROMPT))
    async with loaded(path, kind) as client:
        found = await score(client)
    for choice, one in zip(CHOICES, found, strict=True):
        ids = alone.encode(PROMPT + choice)
        surprise, tokens = alone.surprise(ids, [at >= begin for at in range(len(ids))])
        assert (one.logprob, one.tokens) == (pytest.approx(-surprise, abs=1e-9), tokens)


@pytest.mark.parametrize("engine", ["ctransformers", "llamacpp"])
async def test_greedy_text_is_greedy_and_what_was_asked_before_changes_nothing(engine: str) -> None:
    if engine == "llamacpp":
        pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")
    async with loaded(LLAMA, "gguf", engine) as client:
        first = await score(client)
        text = await said(client)
        assert text
        answer = await client.score(PROMPT, [text, text + "zz", CHOICES[3]])
        assert [one.greedy for one in answer.likelihoods] == [True, False, False]
        assert answer.usage.reused_tokens > 0
        again = await score(client)
        assert text == await said(client)
    for one, other in zip(first, again, strict=True):
        assert other.logprob == pytest.approx(one.logprob, abs=1e-9 if engine[0] == "c" else 0.02)


@pytest.mark.parametrize(("path", "kind"), [(GPT2, "gpt2"), (LLAMA, "gguf")])
async def test_a_prompt_read_in_slices_before_changes_nothing(path: Path, kind: str) -> None:
    async with loaded(path, kind) as one, loaded(path, kind) as other:
        await said(one, PROMPT.replace("gate", "window"))
        await said(one)
        assert await score(one) == await score(other)
        await said(one, PROMPT.replace("Maya", "Nina"))
        assert await score(one) == await score(other)


async def test_both_engines_agree_on_one_file() -> None:
    pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")
    async with loaded(LLAMA, "gguf") as one, loaded(LLAMA, "gguf", "llamacpp") as other:
        for mine, theirs in zip(await score(one), await score(other), strict=True):
            assert mine.tokens == theirs.tokens
            assert mine.logprob == pytest.approx(theirs.logprob, abs=0.02 * mine.tokens)


@pytest.mark.parametrize("engine", ["ctransformers", "llamacpp"])
async def test_what_cannot_be_scored_is_refused_and_the_next_is_not(engine: str) -> None:
    if engine == "llamacpp":
        pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")
    async with loaded(LLAMA, "gguf", engine, context=256) as client:
        with pytest.raises(EngineError, match="must not be empty"):
            await client.score("Once", ["x", ""])
        with pytest.raises(EngineError, match="threads must be"):
            await client.score("Once", ["x"], threads=10_000)
        with pytest.raises(EngineError, match="the context holds 256") as caught:
            await client.score("Once upon a time " * 160, [" there"])
        assert caught.value.kind == "context"
        assert (await client.score("Once", [" upon"])).likelihoods[0].tokens == 1


@pytest.mark.parametrize("engine", ["ctransformers", "llamacpp"])
async def test_it_can_be_stopped(engine: str) -> None:
    if engine == "llamacpp":
        pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")
    async with loaded(LLAMA, "gguf", engine) as client:
        endless = asyncio.create_task(client.score("Once", [" upon a time" * 40] * 400))
        await asyncio.sleep(0)  # lets it send its request
        await client.cancel(grace_seconds=30)
        with pytest.raises(EngineError, match=STOPPED):
            await endless
        assert client.alive
        assert len(await score(client)) == len(CHOICES)


async def test_an_endpoint_says_that_it_does_not_tell() -> None:
    load = Load("", "", 0, 1, endpoint=Endpoint("http://127.0.0.1:9/v1", "any"))
    shared = await SharedProcess.start("remote", load)
    try:
        with pytest.raises(EngineError, match="does not tell how likely"):
            await SharedClient(shared, 60).score(PROMPT, CHOICES)
    finally:
        await shared.close()


IDS = st.lists(st.integers(0, 3), max_size=6)


@given(IDS, st.lists(IDS, min_size=1, max_size=4))
def test_every_text_is_the_shared_tokens_and_its_rest(
    prompt: list[int], texts: list[list[int]]
) -> None:
    try:
        shared, rests = part(prompt, texts)
    except BackendError as error:
        assert "adds no token" in error.message
        return
    assert [[*shared, *rest] for rest in rests] == texts
    assert prompt[: len(shared)] == shared
    longer = [*shared, rests[0][0]]
    assert any(text[: len(longer)] != longer for text in (prompt, *texts))


@given(st.lists(st.floats(-300, 300), min_size=1, max_size=9), st.data())
def test_a_logarithm_of_the_softmax(scores: list[float], data: st.DataObject) -> None:
    token = data.draw(st.integers(0, len(scores) - 1))
    value, likeliest = log_probability(scores, token)
    expected = -math.log(math.fsum(math.exp(one - scores[token]) for one in scores))
    assert value == pytest.approx(expected, abs=1e-9, rel=1e-9)
    assert likeliest == (scores[token] == max(scores))
    assert likelihood([(value, likeliest)] * 2) == Likelihood(2 * value, 2, likeliest)
