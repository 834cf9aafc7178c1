"""Model files: their headers, as the pre-flight check and the inspection read them."""

from __future__ import annotations

import functools
import random
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playground.services.modelfiles import read_header
from tests.fuzz.changes import models
from tests.fuzz.changes.octets import BLIND, any_of, flip_at
from tests.makers import (
    Gguf,
    Legacy,
    falcon_file,
    ggcc_file,
    ggjt_file,
    gpt2_file,
    gpt_neox_file,
    gptj_file,
    llama_file,
    mpt_file,
    replit_file,
)
from tests.makers.modern import ARCHITECTURES, modern_file

Make = Callable[[], Gguf | Legacy]
_SMALL: dict[str, Any] = {"vocab": 360, "embd": 32, "heads": 2, "layers": 1}
_TEMPLATE = "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}{% endfor %}"

OLD_GGUF: Mapping[str, Make] = {
    "llama": lambda: llama_file(vocab=360, embd=32, heads=2, heads_kv=1, layers=1, ff=32),
    "llama-v1": lambda: llama_file(
        vocab=360, embd=32, heads=2, heads_kv=2, layers=1, ff=32, version=1
    ),
    "falcon": lambda: falcon_file(vocab=300, embd=32, heads=2, layers=1),
}
"""What both engines run."""
MODERN: Mapping[str, Make] = {
    "sentencepiece": lambda: llama_file(
        **_SMALL,
        heads_kv=1,
        ff=32,
        metadata={"tokenizer.chat_template": ("str", _TEMPLATE)},
    ),
    **{f"today's {one}": functools.partial(modern_file, one, **_SMALL) for one in ARCHITECTURES},
}
"""What llama.cpp runs."""
GGML: Mapping[str, Make] = {
    "gpt2": lambda: gpt2_file(vocab=300, embd=32, heads=2, layers=1),
    "gpt2-q4": lambda: gpt2_file(vocab=300, embd=32, heads=2, layers=1, quant="Q4_0"),
    "starcoder": lambda: gpt2_file(vocab=300, embd=32, heads=2, layers=1, starcoder=True),
    "gptj": lambda: gptj_file(layers=1),
    "gpt_neox": lambda: gpt_neox_file(layers=1),
    "mpt": lambda: mpt_file(layers=1),
    "replit": lambda: replit_file(layers=1),
}
GGJT: Mapping[str, Make] = {
    "ggjt": lambda: ggjt_file(layers=1),
    "ggcc": lambda: ggcc_file(layers=1),
}


EVERY: Mapping[str, Make] = {**OLD_GGUF, **MODERN, **GGML, **GGJT}


@functools.cache
def content(name: str) -> bytes:
    """The bytes of one of `EVERY`."""
    return EVERY[name]().encode()


def contents(*groups: Mapping[str, Make]) -> Mapping[str, bytes]:
    """The bytes of some of them, by name."""
    return {name: content(name) for group in groups for name in group}


@functools.cache
def parts_of(data: bytes) -> Gguf | Legacy:
    """What one of the good files was made of."""
    return next(make() for name, make in EVERY.items() if content(name) == data)


def header_places(path: Path) -> list[int]:
    """Every position of a good file that is not tensor data."""
    header = read_header(path)
    outside = bytearray(header.size_bytes)
    for tensor in header.tensors:
        outside[tensor.offset : tensor.offset + tensor.bytes] = b"\1" * tensor.bytes
    return [place for place, inside in enumerate(outside) if not inside]


@functools.cache
def _places_in(data: bytes) -> list[int]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return header_places(Path(file.name))


_BLIND = any_of(*BLIND)


def change(data: bytes, rng: random.Random) -> bytes:
    """A header with bits flipped, or whole with impossible values, or a file spoiled anywhere."""
    way = rng.random()
    if way < 0.4:
        return flip_at(data, _places_in(data), rng)
    if way < 0.8:
        parts = parts_of(data)
        return models.gguf(parts, rng) if isinstance(parts, Gguf) else models.legacy(parts, rng)
    return _BLIND(data, rng)
