"""GGUF files of architectures that only llama.cpp runs, with random weights and no meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from tests.makers.gguf import Gguf, Typed, _sizes
from tests.makers.vocabularies import sentencepiece, words
from tests.makers.weights import random_tensor

ARCHITECTURES = ("llama", "qwen2", "gemma", "gpt2", "bloom", "falcon")

_RMS = {"llama", "qwen2", "gemma"}


def mapped_bytes() -> list[str]:
    """The printable stand-in of every byte in byte-level pairs (OpenAI's GPT-2 encoder)."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [byte for byte in range(256) if byte not in plain]
    table = {byte: chr(byte) for byte in plain}
    table |= {byte: chr(256 + at) for at, byte in enumerate(rest)}
    return [table[byte] for byte in range(256)]


def modern_file(
    architecture: str,
    *,
    vocab: int = 512,
    embd: int = 64,
    heads: int = 4,
    layers: int = 2,
    context: int = 256,
    metadata: dict[str, Typed] | None = None,
) -> Gguf:
    """A model of this architecture; llama has tied embeddings and byte-level pairs here."""
    ff = 2 * embd
    norm = "layer_norm_rms_epsilon" if architecture in _RMS else "layer_norm_epsilon"
    heads_kv = 1 if architecture == "falcon" else heads
    keys: dict[str, Typed] = {
        "general.architecture": ("str", architecture),
        "general.name": ("str", f"random {architecture}"),
        **_sizes(architecture, context, embd, layers, ff, heads, heads_kv),
        f"{architecture}.attention.{norm}": ("f32", 1e-5),
        f"{architecture}.rope.dimension_count": ("u32", embd // heads),
        **(_pieces(vocab) if architecture == "gemma" else _pairs(vocab)),
        **(metadata or {}),
    }
    if architecture == "gemma":
        keys["gemma.attention.key_length"] = ("u32", embd // heads)
        keys["gemma.attention.value_length"] = ("u32", embd // heads)
    rng = np.random.default_rng(0)
    kv = embd // heads * heads_kv
    shapes = _shapes(architecture, vocab, (embd, ff, kv), layers, context)
    tensors = [random_tensor(rng, name, shape, "F32") for name, shape in shapes.items()]
    return Gguf(keys, tensors)


def write_modern(path: Path, architecture: str, **options: Any) -> Path:
    """Write one; the options are those of `modern_file`."""
    return modern_file(architecture, **options).write(path)


def _pairs(vocab: int) -> dict[str, Typed]:
    made = words(vocab - 257 - 3)
    merges = ["Ġ b", "Ġb a", "Ġba b"]
    tokens = ["<|endoftext|>", *mapped_bytes(), "Ġb", "Ġba", "Ġbab", *(f"Ġ{one}" for one in made)]
    return {
        "tokenizer.ggml.model": ("str", "gpt2"),
        "tokenizer.ggml.pre": ("str", "gpt-2"),
        "tokenizer.ggml.tokens": ("arr:str", tokens),
        "tokenizer.ggml.token_type": ("arr:i32", [3] + [1] * (len(tokens) - 1)),
        "tokenizer.ggml.merges": ("arr:str", merges),
        "tokenizer.ggml.bos_token_id": ("u32", 0),
        "tokenizer.ggml.eos_token_id": ("u32", 0),
    }


def _pieces(vocab: int) -> dict[str, Typed]:
    pieces, types = sentencepiece(vocab)
    return {
        "tokenizer.ggml.model": ("str", "llama"),
        "tokenizer.ggml.tokens": ("arr:str", pieces),
        "tokenizer.ggml.scores": ("arr:f32", [-float(rank) for rank in range(vocab)]),
        "tokenizer.ggml.token_type": ("arr:i32", types),
        "tokenizer.ggml.bos_token_id": ("u32", 1),
        "tokenizer.ggml.eos_token_id": ("u32", 2),
    }


def _shapes(
    architecture: str, vocab: int, widths: tuple[int, int, int], layers: int, context: int
) -> dict[str, tuple[int, ...]]:
    """Tensors by name, as llama.cpp's src/llama-arch.cpp names them; rows come first.

    `widths` are those between layers, in the feed-forward part, and of keys and of values.
    """
    embd, ff, kv = widths
    biased = architecture in {"gpt2", "bloom"}
    found: dict[str, tuple[int, ...]] = {"token_embd.weight": (embd, vocab)}

    def add(name: str, *shape: int, bias: bool) -> None:
        found[f"{name}.weight"] = shape
        if bias:
            found[f"{name}.bias"] = (shape[-1],)

    if architecture == "gpt2":
        found["position_embd.weight"] = (embd, context)
    if architecture == "bloom":
        add("token_embd_norm", embd, bias=True)
    centred = architecture not in _RMS
    add("output_norm", embd, bias=centred)
    if architecture in {"bloom", "falcon"}:
        found["output.weight"] = (embd, vocab)
    for layer in range(layers):
        block = f"blk.{layer}."
        add(block + "attn_norm", embd, bias=centred)
        if architecture in {"gpt2", "bloom", "falcon"}:
            add(block + "attn_qkv", embd, embd + 2 * kv, bias=biased)
        else:
            for part, width in (("q", embd), ("k", kv), ("v", kv)):
                add(f"{block}attn_{part}", embd, width, bias=architecture == "qwen2")
            found[block + "ffn_gate.weight"] = (embd, ff)
        add(block + "attn_output", embd, embd, bias=biased)
        if architecture != "falcon":
            add(block + "ffn_norm", embd, bias=centred)
        add(block + "ffn_up", embd, ff, bias=biased)
        add(block + "ffn_down", ff, embd, bias=biased)
    return found
