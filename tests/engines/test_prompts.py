"""Prompts that end or derail a process that hands them to the native code as they are."""

from __future__ import annotations

import re

import pytest

from playground.engines.chunks import CHUNK_BYTES
from playground.engines.client import EngineClient, EngineError
from tests.engines.talk import GREEDY, complete

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONTEXT = 256

SHORT = {
    "one emoji": "🎉",
    "emoji with joiners": "👩‍👩‍👧‍👦👨🏽‍🚀",
    "Chinese": "你好" * 10,
    "digits and marks": "12345!!",
    "empty": "",
    "one space": " ",
    "NUL": "a\0b",
    "only NUL": "\0\0\0",
    "lone surrogates": "a\ud800b\udfff",
    "highest code point": "\U0010ffff",
    "combining marks": "e" + "\u0301" * 50,
    "line ends": "a\r\nb\rc\n\n",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f\x80\x9f",
    "end tokens as text": "<s></s><unk><|endoftext|><0x0A>",
    "right to left": "שלום עולם مرحبا",
    "byte order mark": "\ufeffhello",
    "terminal sequences": "\x1b[31mred\x1b]0;title\x07",
}

LONG = {
    "100,000 emoji": "🎉" * 100_000,
    "1,000 Chinese": "你" * 1000,
    "one word of 100,000": "word" * 25_000,
    "100,000 spaces": " " * 100_000,
    "100,000 line ends": "\n" * 100_000,
    "100,000 digits": "7" * 100_000,
    "100,000 marks": "!" * 100_000,
    "100,000 non-breaking spaces": "\u00a0" * 100_000,
    "300 words": "babe bace badi " * 300,
}


async def still_sane(client: EngineClient) -> None:
    """The process that took the prompt answers the next one as it would have before."""
    assert client.alive
    first, second = [await complete(client, "hello there", **GREEDY) for _ in range(2)]
    assert first.done.reason == "length"
    assert first.text == second.text != ""


@pytest.mark.parametrize("prompt", SHORT.values(), ids=SHORT.keys())
async def test_short_prompts_are_answered(client: EngineClient, prompt: str) -> None:
    completion = await complete(client, prompt, **GREEDY)
    assert completion.done.reason == "length"
    assert completion.done.usage.completion_tokens == len(completion.tokens) == 8
    assert completion.done.usage.prompt_tokens >= 1
    await still_sane(client)


@pytest.mark.parametrize("prompt", LONG.values(), ids=LONG.keys())
async def test_prompts_beyond_the_context_end_in_one_error(
    client: EngineClient, prompt: str
) -> None:
    with pytest.raises(EngineError) as caught:
        await complete(client, prompt)
    assert caught.value.kind == "context"
    assert f"the context holds {CONTEXT}" in caught.value.message
    assert "Shorten the prompt" in caught.value.hint
    await still_sane(client)


@pytest.mark.parametrize("client", ["gpt2"], indirect=True, scope="module")
@pytest.mark.parametrize("prompt", ["word" * 25_000, " " * 100_000], ids=["word", "spaces"])
async def test_gpt2_stops_reading_soon_after_the_context_is_full(
    client: EngineClient, prompt: str
) -> None:
    # The time this tokeniser takes grows with the square of the text.
    with pytest.raises(EngineError) as caught:
        await complete(client, prompt)
    needed = re.search(r"needs ([\d,]+) tokens", caught.value.message)
    assert needed is not None
    assert CONTEXT < int(needed[1].replace(",", "")) <= CONTEXT + CHUNK_BYTES


async def test_every_character_of_a_prompt_arrives(client: EngineClient) -> None:
    # The library's own call cut this to 13 tokens: it makes room for a token per character.
    text = "你好世界" * 3
    tokens = await client.tokenize(text)
    head = await client.tokenize("")
    assert client.loaded is not None
    if client.loaded.architecture == "llama":
        # The start token, the mark of the space that the tokeniser puts in front, three bytes each.
        assert len(tokens.ids) == len(head.ids) + 1 + 3 * len(text)
        assert head.ids == (1,)
    else:
        assert len(tokens.ids) == 3 * len(text)
        assert head.ids == (0,)
    assert len(tokens.pieces) == len(tokens.ids)


@pytest.mark.parametrize("text", ["12345!!", "hello", "a b  c"])
async def test_tokens_spell_the_text(client: EngineClient, text: str) -> None:
    tokens = await client.tokenize(text)
    assert "".join(tokens.pieces).endswith(text)
    assert all(0 <= token < 512 for token in tokens.ids)


async def test_what_was_changed_in_a_prompt_is_said(client: EngineClient) -> None:
    plain = await complete(client, "is it?")
    assert plain.done.notes == ()
    changed = await complete(client, "a\0b\0c\ud800?")
    assert changed.done.notes == (
        "2 NUL left out of the prompt",
        "lone surrogates in the prompt became question marks",
    )
    assert changed.text == (await complete(client, "abc??")).text


async def test_a_prompt_may_leave_room_for_one_token(client: EngineClient) -> None:
    extra = len((await client.tokenize("!")).ids) - 1
    completion = await complete(client, "!" * (CONTEXT - 1 - extra), **GREEDY)
    assert completion.done.usage.prompt_tokens == CONTEXT - 1
    assert (completion.done.reason, len(completion.tokens)) == ("context", 1)


async def test_a_prompt_that_fills_the_context_is_refused(client: EngineClient) -> None:
    extra = len((await client.tokenize("!")).ids) - 1
    with pytest.raises(EngineError) as caught:
        await complete(client, "!" * (CONTEXT - extra))
    assert caught.value.kind == "context"


async def test_generation_ends_where_the_context_ends(client: EngineClient) -> None:
    completion = await complete(client, "hello", max_new_tokens=10_000, **GREEDY)
    usage = completion.done.usage
    assert completion.done.reason == "context"
    assert usage.prompt_tokens + usage.completion_tokens == CONTEXT
    assert len(completion.tokens) == usage.completion_tokens
    await still_sane(client)


async def test_progress_counts_what_is_evaluated(client: EngineClient) -> None:
    await complete(client, "quite something else")
    completion = await complete(client, "!" * 200)
    usage = completion.done.usage
    steps = [(one.done, one.total) for one in completion.progress]
    total = usage.prompt_tokens - usage.reused_tokens
    assert steps[-1] == (total, total)
    assert steps == sorted(set(steps)), "progress only grows"
    assert len(steps) > 1, "a long prompt is evaluated in slices"
