"""The llama.cpp engine through a real worker process."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import playground
from playground.engines.client import EngineClient, EngineError
from playground.engines.parameters import Sampling
from playground.engines.protocol import Adapter, Done, Load, Progress, Token
from tests.makers.modern import ARCHITECTURES, write_modern

pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")

WEIGHTS = Path(playground.__file__).parent / "demo/weights"
F16 = WEIGHTS / "demo-llama.F16.gguf"
GREEDY = Sampling(temperature=0.0, repetition_penalty=1.0, max_new_tokens=96)
TALKATIVE = Sampling(temperature=1.0, max_new_tokens=10_000)


@contextlib.asynccontextmanager
async def loaded(
    path: Path = F16, engine: str = "llamacpp", context: int = 256, **more: object
) -> AsyncIterator[EngineClient]:
    client = await EngineClient.start(engine)
    try:
        await client.load(Load(str(path), "gguf", context, 1, **more))  # type: ignore[arg-type]
        yield client
    finally:
        await client.close()


async def complete(
    client: EngineClient, prompt: str, sampling: Sampling = GREEDY, threads: int = 1
) -> tuple[str, Done]:
    parts: list[str] = []
    async for reply in client.generate(prompt, sampling, threads=threads):
        if isinstance(reply, Token):
            parts.append(reply.text)
        if isinstance(reply, Done):
            return "".join(parts) + reply.text, reply
    raise AssertionError("no end")


@pytest.mark.parametrize("prompt", ["Once upon a time", "café 🦊", "Q: What is BLOOM?\nA:"])
async def test_greedy_text_equals_that_of_ctransformers(prompt: str) -> None:
    async with loaded() as client:
        ours, done = await complete(client, prompt)
    async with loaded(engine="ctransformers") as other:
        theirs, reference = await complete(other, prompt)
    assert ours == theirs
    assert done.reason == reference.reason
    assert done.usage.completion_tokens == reference.usage.completion_tokens
    assert done.usage.prompt_tokens == reference.usage.prompt_tokens


async def test_at_least_64_tokens_are_equal() -> None:
    async with loaded() as client:
        _, done = await complete(client, "Once upon a time")
    assert done.usage.completion_tokens >= 64


async def test_seeds_repeat_and_differ_and_the_prompt_is_kept() -> None:
    async with loaded() as client:
        drawn = [
            await complete(client, "Once upon a time", Sampling(seed=seed, max_new_tokens=24))
            for seed in (1, 1, 2)
        ]
    texts = [text for text, _ in drawn]
    assert texts[0] == texts[1] != texts[2]
    assert drawn[0][1].usage.reused_tokens == 0
    assert drawn[1][1].usage.reused_tokens > 0


async def test_nobody_else_may_use_its_port() -> None:
    async with loaded() as client:
        ports = _listening(client.pid)
        assert ports
        for port in ports:
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/completion", data=json.dumps({"prompt": "x"}).encode()
            )
            with pytest.raises(urllib.error.HTTPError) as caught:
                await asyncio.to_thread(urllib.request.urlopen, request, None, 10)
            assert caught.value.code == 401
            caught.value.close()


def _listening(pid: int) -> list[int]:
    """The loopback ports this process listens on; it must listen nowhere else."""
    links = [one for one in Path(f"/proc/{pid}/fd").iterdir() if one.is_symlink()]
    inodes = {str(one.readlink()).removeprefix("socket:[").rstrip("]") for one in links}
    ports = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                address, port = fields[1].split(":")
                assert address == "0100007F", "only 127.0.0.1"
                ports.append(int(port, 16))
    return ports


async def test_a_stop_is_quick_while_it_talks_and_while_it_reads(tmp_path: Path) -> None:
    model = write_modern(tmp_path / "wide.gguf", "llama", embd=512, layers=8, context=4096)
    for prompt in ("word", "word " * 600):
        async with loaded(model, context=4096) as client:
            seen: list[object] = []
            stopping: asyncio.Task[None] | None = None
            async for reply in client.generate(prompt, TALKATIVE):
                seen.append(reply)
                if stopping is None and isinstance(reply, Token | Progress):
                    stopping = asyncio.create_task(client.cancel())
            assert stopping is not None
            await stopping
            assert client.alive  # it stopped by itself: after the grace it would have been killed
            assert isinstance(seen[-1], Done)
            assert seen[-1].reason == "cancelled"
            assert (await complete(client, "word", Sampling(max_new_tokens=2)))[1].reason


async def test_stop_strings_and_length() -> None:
    async with loaded() as client:
        text, _ = await complete(client, "Once upon a time")
        cut, ended = await complete(
            client, "Once upon a time", Sampling(temperature=0, repetition_penalty=1, stop=("boy",))
        )
        assert (cut, ended.reason) == (text[: text.index("boy")], "stop")
        _, short = await complete(client, "Once", Sampling(max_new_tokens=3))
        assert (short.reason, short.usage.completion_tokens) == ("length", 3)
        assert (await complete(client, "Once", Sampling(max_new_tokens=0)))[0] == ""


async def test_the_end_of_the_context(tmp_path: Path) -> None:
    model = write_modern(tmp_path / "m.gguf", "llama")
    async with loaded(model) as client:
        _, full = await complete(client, "bab " * 40, TALKATIVE)
        assert full.reason in {"context", "eos"}
        used = full.usage.prompt_tokens + full.usage.completion_tokens
        assert (full.reason == "context") == (used >= 256)
        with pytest.raises(EngineError, match="context holds 256") as caught:
            await complete(client, "word " * 500)
        assert caught.value.kind == "context"


async def test_a_grammar_is_kept_to_and_a_broken_one_is_refused() -> None:
    async with loaded() as client:
        yes_no = Sampling(seed=1, grammar='root ::= "yes" | "no"')
        assert (await complete(client, "Is it?", yes_no))[0] in {"yes", "no"}
        with pytest.raises(EngineError, match="grammar"):
            await complete(client, "Is it?", Sampling(grammar="root ::= ((("))
        with pytest.raises(EngineError, match="schema"):
            await complete(client, "Is it?", Sampling(json_schema="{no json"))
        assert (await complete(client, "Is it?", yes_no))[0] in {"yes", "no"}
    async with loaded(engine="ctransformers") as other:
        with pytest.raises(EngineError, match="cannot keep"):
            await complete(other, "Is it?", Sampling(grammar='root ::= "x"'))


async def test_a_schema_gives_json(tmp_path: Path) -> None:
    model = write_modern(tmp_path / "m.gguf", "qwen2")
    schema = '{"type": "object", "properties": {"a": {"type": "boolean"}}, "required": ["a"], '
    schema += '"additionalProperties": false}'
    async with loaded(model) as client:
        text, done = await complete(
            client, "b", Sampling(seed=1, max_new_tokens=120, json_schema=schema)
        )
    if done.reason == "eos":
        assert set(json.loads(text)) == {"a"} or done.notes


async def test_odd_prompts_do_no_harm() -> None:
    async with loaded() as client:
        for prompt in ("", "\0\0", "\ud800 lone", "🦊" * 50, "</s><s>[INST]"):
            _, done = await complete(client, prompt, Sampling(max_new_tokens=4))
            assert done.usage.completion_tokens <= 4
        tokens = await client.tokenize("Once upon a time")
    assert "".join(tokens.pieces).strip().endswith("Once upon a time")


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core only")
async def test_another_number_of_threads_says_the_same() -> None:
    async with loaded() as client:
        one, _ = await complete(client, "Once upon a time", threads=1)
        two, _ = await complete(client, "Once upon a time", threads=2)
    assert one == two


@pytest.mark.parametrize("architecture", ARCHITECTURES)
async def test_architectures_of_today_generate(architecture: str, tmp_path: Path) -> None:
    model = write_modern(tmp_path / "m.gguf", architecture)
    async with loaded(model) as client:
        _, done = await complete(client, "bab", Sampling(seed=1, max_new_tokens=8))
    assert done.usage.completion_tokens > 0


async def test_a_file_it_cannot_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.gguf").write_bytes(F16.read_bytes()[:5000])
    with pytest.raises(EngineError, match="could not load"):
        async with loaded(tmp_path / "bad.gguf"):
            pass
    with pytest.raises(EngineError, match="could not load"):
        async with loaded(adapters=(Adapter(str(tmp_path / "none.gguf")),)):
            pass


def test_the_library_is_not_imported_by_the_playground() -> None:
    code = "import sys, playground.services.runner; sys.exit('xllamacpp' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
