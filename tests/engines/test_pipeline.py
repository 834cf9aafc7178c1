"""The transformers engine through a real worker process, with a tiny model made here."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.engines.client import EngineClient, EngineError
from playground.engines.parameters import Sampling
from playground.engines.protocol import Done, Load, Token

torch = pytest.importorskip("torch", reason="torch is not installed (extra: transformers)")
transformers = pytest.importorskip(
    "transformers", reason="transformers is not installed (extra: transformers)"
)

TEXT = "The meaning of life is café 🦊 and the fox jumps over the dog. " * 20
GREEDY = Sampling(temperature=0.0, repetition_penalty=1.0, max_new_tokens=24)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GPT-2 of random weights with a byte-level tokenizer, as a saved repository."""
    from tokenizers import ByteLevelBPETokenizer

    where = tmp_path_factory.mktemp("tiny-gpt2")
    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator([TEXT], vocab_size=320, special_tokens=["<|endoftext|>"])
    trained.save(str(where / "tokenizer.json"))
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_file=str(where / "tokenizer.json"), eos_token="<|endoftext|>"
    )
    tokenizer.save_pretrained(where)
    torch.manual_seed(0)
    config = transformers.GPT2Config(
        vocab_size=len(tokenizer), n_positions=64, n_embd=32, n_layer=2, n_head=2, eos_token_id=0
    )
    model = transformers.GPT2LMHeadModel(config)
    with torch.no_grad():
        model.lm_head.weight[0] = 0.0  # the end is never the likeliest token
    model.save_pretrained(where)
    return where


@contextlib.asynccontextmanager
async def loaded(folder: Path, context: int = 0) -> AsyncIterator[EngineClient]:
    client = await EngineClient.start("pipeline")
    try:
        await client.load(Load(str(folder), "safetensors", context, 1))
        yield client
    finally:
        await client.close()


async def complete(client: EngineClient, prompt: str, sampling: Sampling) -> tuple[str, Done]:
    parts: list[str] = []
    async for reply in client.generate(prompt, sampling):
        if isinstance(reply, Token):
            parts.append(reply.text)
        if isinstance(reply, Done):
            return "".join(parts) + reply.text, reply
    raise AssertionError("no end")


async def test_greedy_text_is_that_of_the_library_alone(folder: Path) -> None:
    pipe = transformers.pipeline("text-generation", model=str(folder), dtype=torch.float32)
    alone = pipe(
        "The meaning of life is",
        max_new_tokens=24,
        max_length=None,
        do_sample=False,
        return_full_text=False,
    )[0]["generated_text"]
    async with loaded(folder) as client:
        assert client.loaded is not None
        assert (client.loaded.architecture, client.loaded.context_length) == ("gpt2", 64)
        text, done = await complete(client, "The meaning of life is", GREEDY)
        again, _ = await complete(client, "The meaning of life is", GREEDY)
    assert text == again == alone
    assert (done.reason, done.usage.completion_tokens) == ("length", 24)
    assert done.usage.prompt_tokens > 0
    assert done.usage.tokens_per_second


async def test_seeds_repeat_and_differ(folder: Path) -> None:
    async with loaded(folder) as client:
        texts = [
            (await complete(client, "The fox", Sampling(seed=seed, max_new_tokens=16)))[0]
            for seed in (1, 1, 2)
        ]
    assert texts[0] == texts[1] != texts[2]


async def test_the_window_of_the_penalty_matters(folder: Path) -> None:
    async with loaded(folder) as client:
        texts = {
            (
                await complete(
                    client,
                    "The fox",
                    Sampling(
                        temperature=0.0,
                        repetition_penalty=5.0,
                        last_n_tokens=window,
                        max_new_tokens=24,
                    ),
                )
            )[0]
            for window in (0, 3, -1)
        }
    assert len(texts) == 3


async def test_stop_strings_and_the_end_of_the_context(folder: Path) -> None:
    async with loaded(folder, 32) as client:
        text, done = await complete(
            client, "The fox", Sampling(temperature=0.0, repetition_penalty=1.0, max_new_tokens=99)
        )
        assert done.reason == "context"
        stop = text[4:7]
        cut, ended = await complete(
            client, "The fox", Sampling(temperature=0.0, repetition_penalty=1.0, stop=(stop,))
        )
        assert (cut, ended.reason) == (text[: text.index(stop)], "stop")
        with pytest.raises(EngineError, match="the context holds 32"):
            await complete(client, "fox " * 60, GREEDY)
        nothing, zero = await complete(client, "The fox", Sampling(max_new_tokens=0))
        assert (nothing, zero.usage.completion_tokens) == ("", 0)


async def test_text_arrives_whole_characters_at_a_time(folder: Path) -> None:
    async with loaded(folder) as client:
        text, _ = await complete(client, "café 🦊", Sampling(seed=3, max_new_tokens=40))
        tokens = await client.tokenize("café 🦊")
    text.encode("utf-8")
    assert len(tokens.ids) >= 2


async def test_a_generation_stops_at_its_next_token(folder: Path) -> None:
    async with loaded(folder) as client:
        seen: list[object] = []
        stopping: asyncio.Task[None] | None = None
        async for reply in client.generate("The fox", Sampling(max_new_tokens=50)):
            seen.append(reply)
            if stopping is None and isinstance(reply, Token):
                stopping = asyncio.create_task(client.cancel())
        assert stopping is not None
        await stopping
        text, done = await complete(client, "The fox", GREEDY)
    assert isinstance(seen[-1], Done)
    assert seen[-1].reason == "cancelled"
    assert done.reason == "length"
    assert text


async def test_weights_that_could_hide_a_program_are_not_opened(
    folder: Path, tmp_path: Path
) -> None:
    config = json.loads((folder / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "pytorch_model.bin").write_bytes(b"cos\nsystem\n(S'touch /tmp/hacked'\ntR.")
    with pytest.raises(EngineError, match="no safetensors weights") as caught:
        async with loaded(tmp_path):
            pass
    assert "hide programs" in caught.value.hint


async def test_code_of_a_repository_is_not_run(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    config = json.loads((folder / "config.json").read_text())
    config |= {
        "model_type": "strange",
        "auto_map": {"AutoConfig": "own.Own", "AutoModelForCausalLM": "own.Own"},
    }
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    with pytest.raises(EngineError, match="never runs"):
        async with loaded(tmp_path):
            pass
    assert not (tmp_path / "ran").exists()


async def test_a_repository_that_is_nowhere(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be fetched") as caught:
        async with loaded(Path("nobody/nothing")):
            pass
    assert "Check the name" in caught.value.hint


async def test_likelihoods_are_those_of_the_network(folder: Path) -> None:
    prompt, choices = "The meaning of", [" life", " the fox", " café 🦊"]
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    network = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    begin = len(tokenizer(prompt)["input_ids"])
    async with loaded(folder) as client:
        found = (await client.score(prompt, choices)).likelihoods
        with pytest.raises(EngineError, match="context holds 64"):
            await client.score("fox " * 80, choices)
    for choice, one in zip(choices, found, strict=True):
        ids = tokenizer(prompt + choice)["input_ids"]
        with torch.no_grad():
            after = network(torch.tensor([ids])).logits[0].double().log_softmax(-1)
        steps = [float(after[at - 1, ids[at]]) for at in range(begin, len(ids))]
        assert (one.tokens, one.logprob) == (len(steps), pytest.approx(sum(steps), abs=1e-6))
