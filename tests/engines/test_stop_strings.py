"""Stop strings on a real model, wherever its tokens are cut."""

from __future__ import annotations

import string
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from playground.engines.client import EngineClient
from tests.engines.dice import write_dice
from tests.engines.talk import GREEDY, complete, loaded

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALPHABET = {**GREEDY, "repetition_penalty": 1.5, "max_new_tokens": 20}
"""Greedy with a penalty for what was said: the model below spells the alphabet."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def speller(models_folder: Path) -> AsyncIterator[EngineClient]:
    logits = {char: 30.0 - rank * 0.1 for rank, char in enumerate(string.ascii_lowercase)}
    path = write_dice(models_folder / "speller.gguf", "llama", logits)
    async with loaded(path) as one:
        yield one


@pytest.mark.parametrize(
    ("stop", "text", "drawn"),
    [
        (("d",), "abc", 4),
        (("de",), "abc", 5),
        (("defgh",), "abc", 8),
        (("a",), "", 1),
        (("abc",), "", 3),
        (("xyz", "gh", "h"), "abcdef", 8),
        (("cde", "d"), "abc", 4),
        (("rst",), "abcdefghijklmnopq", 20),
    ],
)
async def test_the_text_ends_before_the_stop_string(
    speller: EngineClient, stop: tuple[str, ...], text: str, drawn: int
) -> None:
    completion = await complete(speller, "Z", stop=stop, **ALPHABET)
    assert (completion.done.reason, completion.text) == ("stop", text)
    assert completion.done.usage.completion_tokens == drawn
    shown = ""
    for token in completion.tokens:
        shown += token
        assert text.startswith(shown), "part of a stop string was shown"


@pytest.mark.parametrize("stop", [("xyz",), ("ca",), ("ABC",), ("abd",), ("tu",)])
async def test_what_does_not_occur_does_not_stop(
    speller: EngineClient, stop: tuple[str, ...]
) -> None:
    completion = await complete(speller, "Z", stop=stop, **ALPHABET)
    assert (completion.done.reason, completion.text) == ("length", "abcdefghijklmnopqrst")


@pytest.mark.parametrize("end", range(1, 7))
async def test_a_stop_string_of_a_random_text(client: EngineClient, end: int) -> None:
    whole = await complete(client, "hello", max_new_tokens=12, seed=4)
    middle = len(whole.text) // 2
    stop = whole.text[middle : middle + end]
    stopped = await complete(client, "hello", max_new_tokens=12, seed=4, stop=(stop,))
    assert stopped.done.reason == "stop"
    assert stopped.text == whole.text[: whole.text.index(stop)]
