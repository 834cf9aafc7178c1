"""Every GGUF file by which llama.cpp would end its process is refused with a reason."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from playground.services.modelfiles import check, read_header
from tests.fuzz.kinds.runs import Trials
from tests.makers import Gguf
from tests.makers.modern import ARCHITECTURES, mapped_bytes, modern_file
from tests.makers.weights import CODES

pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")

Change = Callable[[Gguf], object]


def key(name: str, kind: str, value: object) -> Change:
    return lambda file: file.keys.update({name: (kind, value)})


def stored(name: str, kind: str) -> Change:
    return lambda file: file.codes.update({name: CODES.get(kind, 26)})


NORM = "attention.layer_norm_rms_epsilon"
ROTATED = "rope.dimension_count"
FATAL: dict[str, tuple[str, Change, str]] = {
    "no context": ("llama", key("llama.context_length", "u32", 0), "context length of 0"),
    "endless context": ("gpt2", key("gpt2.context_length", "u32", 2**32 - 1), "context length of"),
    "norm": ("llama", key(f"llama.{NORM}", "f32", math.nan), "layer_norm_rms_epsilon is nan"),
    "negative": ("bloom", key("bloom.attention.layer_norm_epsilon", "f32", -1.0), "is -1.0"),
    "odd": ("gemma", key(f"gemma.{ROTATED}", "u32", 7), "cannot be rotated in pairs"),
    "part": ("qwen2", key(f"qwen2.{ROTATED}", "u32", 8), "instead of the head size 16"),
    "vector": ("bloom", stored("blk.0.ffn_down.bias", "Q5_1"), "The vector blk.0.ffn_down.bias"),
    "whole numbers": ("qwen2", stored("blk.0.attn_q.weight", "I32"), "The weights blk.0.attn_q"),
    "alignment": ("gpt2", lambda file: setattr(file, "alignment", 16), "needs a multiple of 32"),
}
HARMLESS: dict[str, tuple[str, Change, str]] = {
    "more than a head": ("gemma", key(f"gemma.{ROTATED}", "u32", 64), "more than the head size"),
}


def changed(name: str, folder: Path) -> tuple[Path, str]:
    architecture, change, reason = (FATAL | HARMLESS)[name]
    file = modern_file(architecture, vocab=360, embd=32, heads=2, layers=1)
    change(file)
    if file.alignment != 32:
        file.keys["general.alignment"] = ("u32", file.alignment)
    return file.write(folder / "m.gguf"), reason


@pytest.mark.parametrize("name", FATAL | HARMLESS)
def test_it_is_refused(name: str, tmp_path: Path) -> None:
    path, reason = changed(name, tmp_path)
    verdict = check(read_header(path), "llamacpp")
    assert not verdict.runs
    assert reason in verdict.reason
    assert verdict.hint


@pytest.mark.slow
@pytest.mark.parametrize("name", ["no context", "norm", "part", "vector", "whole numbers"])
async def test_it_would_end_the_process(name: str, tmp_path: Path) -> None:
    path, _ = changed(name, tmp_path)
    trials = Trials("llamacpp")
    try:
        error = await trials.run(path)
    finally:
        await trials.close()
    assert error is not None
    assert error.kind == "died"
    assert "The engine crashed" in error.hint


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_what_is_right_is_not_refused(architecture: str, tmp_path: Path) -> None:
    path = modern_file(architecture).write(tmp_path / "m.gguf")
    assert check(read_header(path), "llamacpp").runs


@pytest.mark.parametrize(
    ("last", "runs"),
    [
        (["once", "twice"], True),
        (["", ""], True),
        (["same", "same"], False),
        (["a", "b\0c"], False),
    ],
)
async def test_pieces_that_are_there_twice_would_end_the_process(
    last: list[str], runs: bool, tmp_path: Path
) -> None:
    known = ["<|endoftext|>", *mapped_bytes(), "Ġb", "Ġba", "Ġbab"]
    tokens = [*known, *(f"w{number}" for number in range(510 - len(known))), *last]
    file = modern_file("gpt2", metadata={"tokenizer.ggml.tokens": ("arr:str", tokens)})
    path = file.write(tmp_path / "m.gguf")
    verdict = check(read_header(path), "llamacpp")
    assert verdict.runs is runs
    trials = Trials("llamacpp")
    try:
        error = await trials.run(path)
    finally:
        await trials.close()
    assert (error is None) is runs
    if error is not None:
        assert "there twice" in verdict.reason
        assert error.kind == "died"
        assert "SIGABRT" in error.message
        assert "GGML_ASSERT" in error.message
        assert "may be damaged" in error.hint
