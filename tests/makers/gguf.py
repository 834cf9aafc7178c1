"""Writes GGUF files: a container that can be bent out of shape, llama and falcon."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from playground.services.modelfiles import layouts
from tests.makers.vocabularies import byte_pairs, sentencepiece
from tests.makers.weights import CODES, Stored, random_tensor

_KINDS = ("u8", "i8", "u16", "i16", "u32", "i32", "f32", "bool", "str", "arr", "u64", "i64", "f64")
_FORMATS = dict(zip(_KINDS, "BbHhIif?  Qqd", strict=True))

_SIZES = (
    *("context_length", "embedding_length", "block_count", "feed_forward_length"),
    *("attention.head_count", "attention.head_count_kv"),
)

Typed = tuple[str, Any]
"""A key's type ("u32", "str", "arr:f32", ...) and its value."""


@dataclass(slots=True)
class Gguf:
    """A GGUF file in parts; change them, then `encode`."""

    keys: dict[str, Typed] = field(default_factory=dict)
    tensors: list[Stored] = field(default_factory=list)
    version: int = 3
    alignment: int = 32
    codes: dict[str, int] = field(default_factory=dict)
    """Type numbers to write for tensors of these names in place of the right ones."""
    offsets: dict[str, int] = field(default_factory=dict)
    """Offsets to write for tensors of these names in place of the right ones."""

    def encode(self) -> bytes:
        """The bytes of the file."""
        header = b"".join(
            [
                b"GGUF" + struct.pack("<I", self.version),
                self._count(len(self.tensors)) + self._count(len(self.keys)),
                *(self._key(key, *typed) for key, typed in self.keys.items()),
                *self._infos(),
            ]
        )
        return header + self._pad(len(header)) + b"".join(map(self._padded, self.tensors))

    def write(self, path: Path) -> Path:
        """Write the file."""
        path.write_bytes(self.encode())
        return path

    def __getitem__(self, name: str) -> Stored:
        """The tensor of this name."""
        return next(tensor for tensor in self.tensors if tensor.name == name)

    def _count(self, number: int) -> bytes:
        return struct.pack("<I" if self.version == 1 else "<Q", number)

    def _text(self, text: str | bytes) -> bytes:
        raw = text.encode() if isinstance(text, str) else text
        return self._count(len(raw)) + raw

    def _key(self, key: str, kind: str, value: Any) -> bytes:
        if kind.startswith("arr:"):
            inner = kind.removeprefix("arr:")
            items = b"".join(self._value(inner, item) for item in value)
            body = struct.pack("<I", _KINDS.index(inner)) + self._count(len(value)) + items
            return self._text(key) + struct.pack("<I", _KINDS.index("arr")) + body
        return self._text(key) + struct.pack("<I", _KINDS.index(kind)) + self._value(kind, value)

    def _value(self, kind: str, value: Any) -> bytes:
        return self._text(value) if kind == "str" else struct.pack("<" + _FORMATS[kind], value)

    def _infos(self) -> list[bytes]:
        found, offset = [], 0
        for tensor in self.tensors:
            place = self.offsets.get(tensor.name, offset)
            code = self.codes.get(tensor.name, CODES[tensor.type])
            shape = b"".join(map(self._count, tensor.shape))
            dimensions = struct.pack("<I", len(tensor.shape))
            tail = struct.pack("<IQ", code, place)
            found.append(self._text(tensor.name) + dimensions + shape + tail)
            offset += len(self._padded(tensor))
        return found

    def _pad(self, length: int) -> bytes:
        return bytes(-length % self.alignment)

    def _padded(self, tensor: Stored) -> bytes:
        # The last tensor is not padded, so that cutting off its last byte loses data.
        last = tensor is self.tensors[-1]
        return tensor.data if last else tensor.data + self._pad(len(tensor.data))


def llama_file(
    *,
    vocab: int = 512,
    embd: int = 64,
    heads: int = 4,
    heads_kv: int = 4,
    layers: int = 2,
    ff: int = 128,
    context: int = 256,
    quant: str = "F16",
    seed: int = 0,
    version: int = 3,
    metadata: Mapping[str, Typed] | None = None,
) -> Gguf:
    """A llama with a SentencePiece vocabulary; `metadata` adds or replaces keys."""
    pieces, types = sentencepiece(vocab)
    keys: dict[str, Typed] = {
        "general.architecture": ("str", "llama"),
        "general.name": ("str", "random llama"),
        **_sizes("llama", context, embd, layers, ff, heads, heads_kv),
        "llama.rope.dimension_count": ("u32", embd // heads),
        "llama.attention.layer_norm_rms_epsilon": ("f32", 1e-5),
        "tokenizer.ggml.model": ("str", "llama"),
        "tokenizer.ggml.tokens": ("arr:str", pieces),
        "tokenizer.ggml.scores": ("arr:f32", [-float(rank) for rank in range(vocab)]),
        "tokenizer.ggml.token_type": ("arr:i32", types),
        "tokenizer.ggml.bos_token_id": ("u32", 1),
        "tokenizer.ggml.eos_token_id": ("u32", 2),
        "tokenizer.ggml.unknown_token_id": ("u32", 0),
        **(metadata or {}),
    }
    kv = embd // heads * heads_kv
    layout = layouts.llama(vocab=vocab, embd=embd, blocks=layers, ff=ff, kv=kv)
    return Gguf(keys, _tensors(layout, quant, seed), version)


def falcon_file(
    *,
    vocab: int = 512,
    embd: int = 64,
    heads: int = 4,
    layers: int = 2,
    context: int = 256,
    quant: str = "F16",
    seed: int = 0,
) -> Gguf:
    """A falcon with one key-value head, its vocabulary in raw bytes as in September 2023."""
    keys: dict[str, Typed] = {
        "general.architecture": ("str", "falcon"),
        "general.name": ("str", "random falcon"),
        **_sizes("falcon", context, embd, layers, 4 * embd, heads, 1),
        "falcon.attention.layer_norm_epsilon": ("f32", 1e-5),
        "tokenizer.ggml.model": ("str", "gpt2"),
        "tokenizer.ggml.tokens": ("arr:str", byte_pairs(vocab)),
        "tokenizer.ggml.scores": ("arr:f32", [0.0] * vocab),
        "tokenizer.ggml.token_type": ("arr:i32", [3] + [1] * (vocab - 1)),
        "tokenizer.ggml.merges": ("arr:str", ["Ġ b", "Ġb a", "Ġba b", "Ġbab a"]),
        "tokenizer.ggml.bos_token_id": ("u32", 0),
        "tokenizer.ggml.eos_token_id": ("u32", 0),
    }
    layout = layouts.falcon(
        vocab=vocab, embd=embd, blocks=layers, ff=4 * embd, kv=embd // heads, second_norm=False
    )
    return Gguf(keys, _tensors(layout, quant, seed))


def write_llama(path: Path, **options: Any) -> Path:
    """Write a llama; the options are those of `llama_file`.

    `vocab=32000, embd=512, heads=8, heads_kv=8, layers=8, ff=1408, context=2048, quant="Q4_0"`
    gives the model of about 58 million parameters of the benchmarks.
    """
    return llama_file(**options).write(path)


def write_falcon(path: Path, **options: Any) -> Path:
    """Write a falcon; the options are those of `falcon_file`."""
    return falcon_file(**options).write(path)


def _sizes(arch: str, *numbers: int) -> dict[str, Typed]:
    return {f"{arch}.{key}": ("u32", number) for key, number in zip(_SIZES, numbers, strict=True)}


def _tensors(layout: layouts.Layout, quant: str, seed: int) -> list[Stored]:
    rng = np.random.default_rng(seed)
    return [random_tensor(rng, name, shape, quant) for name, shape in layout.items()]
