"""How tokens are drawn: on models with known odds, so that each parameter shows its effect."""

from __future__ import annotations

import string
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from playground.engines.client import EngineClient, EngineError
from tests.engines.dice import write_dice
from tests.engines.talk import CHANCE, GREEDY, complete, loaded

pytestmark = pytest.mark.asyncio(loop_scope="module")

LETTERS = string.ascii_lowercase
KINDS = {"llama": "gguf", "gpt2": "gpt2"}


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["llama", "gpt2"])
async def fair(request: pytest.FixtureRequest, models_folder: Path) -> AsyncIterator[EngineClient]:
    """Draws each letter from a to z with the same odds."""
    path = write_dice(
        models_folder / f"fair-{request.param}", request.param, dict.fromkeys(LETTERS, 0.0)
    )
    async with loaded(path, KINDS[request.param]) as one:
        yield one


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["llama", "gpt2"])
async def sloped(
    request: pytest.FixtureRequest, models_folder: Path
) -> AsyncIterator[EngineClient]:
    """Draws a above b above c ...: each is half as likely as the one before."""
    halves = {char: -0.6931 * rank for rank, char in enumerate(LETTERS)}
    path = write_dice(models_folder / f"sloped-{request.param}", request.param, halves)
    async with loaded(path, KINDS[request.param]) as one:
        yield one


async def test_each_token_has_its_own_chance(fair: EngineClient) -> None:
    # The library seeds its random numbers anew for every token: with one seed for all tokens, a
    # die that always shows the same face.
    drawn = (await complete(fair, max_new_tokens=200, **CHANCE)).text
    assert len(drawn) == 200
    assert set(drawn) == set(LETTERS)
    assert max(map(drawn.count, LETTERS)) < 30


async def test_one_seed_gives_one_text_and_another_another(fair: EngineClient) -> None:
    texts = [
        (await complete(fair, seed=seed, max_new_tokens=30, **CHANCE)).text
        for seed in (7, 7, 8, 0, 2**31 - 1)
    ]
    assert texts[0] == texts[1]
    assert len(set(texts)) == 4


async def test_neighbouring_seeds_do_not_draw_the_same_numbers_later(fair: EngineClient) -> None:
    one, other = [
        (await complete(fair, seed=seed, max_new_tokens=60, **CHANCE)).text for seed in (7, 8)
    ]
    assert one[1:21] not in other
    assert other[1:21] not in one


@pytest.mark.parametrize("temperature", [0.0, -0.5, -1.0])
async def test_no_temperature_takes_the_likeliest(sloped: EngineClient, temperature: float) -> None:
    drawn = await complete(sloped, **{**CHANCE, "temperature": temperature})
    assert drawn.text == "a" * 8


async def test_top_k_of_one_takes_the_likeliest(sloped: EngineClient) -> None:
    drawn = await complete(sloped, **{**CHANCE, "temperature": 5.0, "top_k": 1})
    assert drawn.text == "a" * 8


async def test_top_p_of_zero_takes_the_likeliest(sloped: EngineClient) -> None:
    drawn = await complete(sloped, **{**CHANCE, "temperature": 5.0, "top_p": 0.0})
    assert drawn.text == "a" * 8


async def test_top_k_keeps_the_k_likeliest(sloped: EngineClient) -> None:
    drawn = await complete(sloped, max_new_tokens=150, **{**CHANCE, "temperature": 4.0, "top_k": 3})
    assert set(drawn.text) == set("abc")


@pytest.mark.parametrize("top_k", [0, 512, 513, 1_000_000])
async def test_top_k_off_or_beyond_the_vocabulary_keeps_all(
    sloped: EngineClient, top_k: int
) -> None:
    # 0 is greedy to the library, and more than the vocabulary ends the process with gpt2.
    drawn = await complete(
        sloped, max_new_tokens=200, **{**CHANCE, "temperature": 8.0, "top_k": top_k}
    )
    assert len(set(drawn.text)) > 20


async def test_top_p_keeps_the_likeliest_that_reach_it(sloped: EngineClient) -> None:
    # 1/2 + 1/4 + 1/8 of all reach 0.8 with the third letter.
    drawn = await complete(sloped, max_new_tokens=150, **{**CHANCE, "top_p": 0.8})
    assert set(drawn.text) == set("abc")


async def test_temperature_spreads_the_choice(sloped: EngineClient) -> None:
    cold, hot = [
        (await complete(sloped, max_new_tokens=150, **{**CHANCE, "temperature": temperature})).text
        for temperature in (0.3, 3.0)
    ]
    assert cold.count("a") > 120
    assert hot.count("a") < 75


@pytest.mark.parametrize(
    ("window", "expected"),
    [(0, "aaaaaaaa"), (1, "abababab"), (2, "abcabcab"), (-1, "abcdefgh")],
)
async def test_the_penalty_looks_back_as_far_as_its_window(
    models_folder: Path, window: int, expected: str
) -> None:
    # All logits positive, so that dividing by the penalty lowers them; neighbours are close.
    path = models_folder / "rising.gguf"
    if not path.exists():
        write_dice(path, "llama", {char: 20.0 - rank * 0.1 for rank, char in enumerate(LETTERS)})
    async with loaded(path) as client:
        drawn = await complete(
            client, "Z", **{**GREEDY, "repetition_penalty": 1.5, "last_n_tokens": window}
        )
    assert drawn.text == expected


@pytest.mark.parametrize("count", [0, 1, 2, 17])
async def test_max_new_tokens_is_exact(fair: EngineClient, count: int) -> None:
    # The library draws and evaluates a first token even when asked for none.
    drawn = await complete(fair, max_new_tokens=count, **CHANCE)
    assert (len(drawn.text), len(drawn.tokens)) == (count, count)
    assert drawn.done.reason == "length"
    assert drawn.done.usage.completion_tokens == count
    assert (drawn.done.usage.first_token_seconds is None) == (count == 0)


async def test_an_end_of_text_token_ends_and_is_not_shown(models_folder: Path) -> None:
    rising = {char: 20.0 - rank * 0.1 for rank, char in enumerate(LETTERS)}
    path = write_dice(models_folder / "ending.gguf", "llama", rising, end="d")
    async with loaded(path) as client:
        drawn = await complete(client, "Z", **{**GREEDY, "repetition_penalty": 1.5})
    assert (drawn.done.reason, drawn.text) == ("eos", "abc")
    assert drawn.done.usage.completion_tokens == len(drawn.tokens) == 3


OUT_OF_RANGE: list[tuple[str, Any]] = [
    ("temperature", -1.5),
    ("temperature", 10.5),
    ("temperature", float("nan")),
    ("temperature", float("inf")),
    ("top_k", -1),
    ("top_k", 1_000_001),
    ("top_k", 2**40),
    ("top_p", -0.1),
    ("top_p", 1.1),
    ("repetition_penalty", 0.0),
    ("repetition_penalty", -1.0),
    ("repetition_penalty", float("nan")),
    ("last_n_tokens", -2),
    ("last_n_tokens", 2**40),
    ("seed", -1),
    ("seed", 2**31),
    ("max_new_tokens", -1),
    ("max_new_tokens", 2**31),
]


@pytest.mark.parametrize(("name", "value"), OUT_OF_RANGE)
async def test_a_value_out_of_range_never_reaches_the_engine(
    fair: EngineClient, name: str, value: float
) -> None:
    with pytest.raises(EngineError) as caught:
        await complete(fair, **{name: value})  # type: ignore[arg-type]
    assert caught.value.kind == "request"
    assert caught.value.message.startswith(f"{name} must be between")
    assert fair.alive


async def test_an_empty_stop_string_is_refused(fair: EngineClient) -> None:
    with pytest.raises(EngineError, match="stop strings must not be empty") as caught:
        await complete(fair, stop=("x", ""))
    assert caught.value.kind == "request"


@pytest.mark.parametrize("threads", [0, -1, 100, 10_000, 2**40])
async def test_threads_beyond_the_cores_are_refused(fair: EngineClient, threads: int) -> None:
    from playground.engines.parameters import Sampling

    # More threads than cores spin at a barrier: the library never comes back.
    with pytest.raises(EngineError) as caught:
        async for _ in fair.generate("hello", Sampling(), threads=threads):
            pass
    assert caught.value.kind == "request"
    assert f"not {threads}" in caught.value.message
    assert len((await complete(fair)).tokens) == 8
