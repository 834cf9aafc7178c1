"""Writes the pre-GGUF files: ggml (gpt2, starcoder, gptj, gpt_neox, mpt, replit), ggjt and ggcc."""

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from playground.services.modelfiles import layouts
from tests.makers.vocabularies import byte_pairs, old_sentencepiece
from tests.makers.weights import CODES, Stored, random_tensor

FTYPES = {
    "F32": 0,
    "F16": 1,
    "Q4_0": 2,
    "Q4_1": 3,
    "Q8_0": 7,
    "Q5_0": 8,
    "Q5_1": 9,
    "Q2_K": 10,
    "Q3_K": 11,
    "Q4_K": 12,
    "Q5_K": 13,
    "Q6_K": 14,
}
QUANTISATION_VERSION = 2000
"""Added to the ftype of quantised ggml files: version 2 of the quantised layouts."""


@dataclass(slots=True)
class Legacy:
    """A pre-GGUF file in parts; change them, then `encode`."""

    magic: bytes
    fields: dict[str, int | float]
    """The 32-bit fields of the header in order."""
    pieces: list[bytes]
    tensors: list[Stored]
    counted: bool = False
    """Whether the vocabulary is preceded by its size."""
    scored: bool = False
    """Whether a float follows each piece."""
    alignment: int = 1
    tail: bytes = b""
    """What stands between vocabulary and tensors."""
    codes: dict[str, int] = field(default_factory=dict)
    """Type numbers to write for tensors of these names in place of the right ones."""

    def encode(self) -> bytes:
        """The bytes of the file."""
        form = "".join("f" if isinstance(number, float) else "i" for number in self.fields.values())
        parts = [self.magic, struct.pack("<" + form, *self.fields.values())]
        if self.counted:
            parts.append(struct.pack("<i", len(self.pieces)))
        for rank, piece in enumerate(self.pieces):
            score = struct.pack("<f", -float(rank)) if self.scored else b""
            parts.append(struct.pack("<I", len(piece)) + piece + score)
        parts.append(self.tail)
        length = sum(map(len, parts))
        for tensor in self.tensors:
            name = tensor.name.encode()
            code = self.codes.get(tensor.name, CODES[tensor.type])
            head = struct.pack("<iii", len(tensor.shape), len(name), code)
            head += struct.pack(f"<{len(tensor.shape)}i", *tensor.shape) + name
            pad = bytes(-(length + len(head)) % self.alignment)
            parts += [head, pad, tensor.data]
            length += len(head) + len(pad) + len(tensor.data)
        return b"".join(parts)

    def write(self, path: Path) -> Path:
        """Write the file."""
        path.write_bytes(self.encode())
        return path

    def __getitem__(self, name: str) -> Stored:
        """The tensor of this name."""
        return next(tensor for tensor in self.tensors if tensor.name == name)


def gpt2_file(
    *,
    vocab: int = 512,
    embd: int = 64,
    heads: int = 4,
    layers: int = 2,
    context: int = 256,
    quant: str = "F16",
    seed: int = 0,
    starcoder: bool = False,
) -> Legacy:
    """A gpt2, or with `starcoder` a StarCoder, which differs by its special pieces only."""
    pieces = byte_pairs(vocab)
    if starcoder:
        pieces[-3:] = [b"<fim-prefix>", b"<fim-middle>", b"<fim-suffix>"]
    layout = layouts.gpt2(vocab=vocab, embd=embd, blocks=layers, context=context)
    tensors = _tensors(layout, quant, seed, always_f32=("model/wpe",))
    fields = {**_first(vocab, context, embd, heads, layers), "ftype": _ftype(quant)}
    return Legacy(b"lmgg", fields, pieces, tensors, counted=True)


def gptj_file(*, layers: int = 2, quant: str = "F16", seed: int = 0) -> Legacy:
    """A gptj."""
    fields = {**_first(512, 256, 64, 4, layers), "n_rot": 16, "ftype": _ftype(quant)}
    tensors = _tensors(layouts.gptj(vocab=512, embd=64, blocks=layers), quant, seed)
    return Legacy(b"lmgg", fields, byte_pairs(512), tensors, counted=True)


def gpt_neox_file(
    *, layers: int = 2, quant: str = "F16", seed: int = 0, dolly: bool = False
) -> Legacy:
    """A gpt_neox, or with `dolly` a Dolly 2, which differs by its special pieces only."""
    pieces = byte_pairs(512)
    if dolly:
        pieces[-3:] = [b"### End", b"### Instruction:", b"### Response:"]
    fields = {**_first(512, 256, 64, 4, layers), "n_rot": 4, "par_res": 1, "ftype": _ftype(quant)}
    tensors = _tensors(layouts.gpt_neox(vocab=512, embd=64, blocks=layers), quant, seed)
    return Legacy(b"lmgg", fields, pieces, tensors)


def mpt_file(*, layers: int = 2, quant: str = "F16", seed: int = 0) -> Legacy:
    """An mpt; its pieces hold one code point for each byte."""
    fields = {**_mpt_fields(layers), "alibi_bias_max": 8.0, "clip_qkv": 0.0, "ftype": _ftype(quant)}
    pieces = [piece.decode("latin-1").encode() for piece in byte_pairs(512)]
    tensors = _tensors(layouts.mpt(vocab=512, embd=64, blocks=layers), quant, seed)
    return Legacy(b"lmgg", fields, pieces, tensors)


def replit_file(*, layers: int = 2, quant: str = "F16", seed: int = 0) -> Legacy:
    """A replit."""
    fields = {**_mpt_fields(layers), "ftype": _ftype(quant)}
    tensors = _tensors(layouts.mpt(vocab=512, embd=64, blocks=layers), quant, seed)
    pieces = [piece.replace(b" ", "▁".encode()) for piece in byte_pairs(512)]
    return Legacy(b"lmgg", fields, pieces, tensors, scored=True)


def ggjt_file(*, layers: int = 2, quant: str = "F32", version: int = 3, seed: int = 0) -> Legacy:
    """A llama in the form before GGUF."""
    fields = {
        "version": version,
        "n_vocab": 512,
        "n_embd": 64,
        "n_mult": 32,
        "n_head": 4,
        "n_layer": layers,
        "n_rot": 16,
        "ftype": FTYPES[quant],
    }
    layout = layouts.ggjt_llama(vocab=512, embd=64, blocks=layers, ff=192, kv=64)
    tensors = _tensors(layout, quant, seed)
    pieces = old_sentencepiece(512)
    return Legacy(b"tjgg", dict(fields), pieces, tensors, scored=True, alignment=32)


def ggcc_file(*, layers: int = 2, quant: str = "F16", seed: int = 0) -> Legacy:
    """A falcon in the form of ggllm.cpp: the architecture of the 7B model."""
    fields = {
        "version": 10,
        "n_vocab": 512,
        "n_embd": 64,
        "n_head": 4,
        "n_head_kv": 1,
        "n_layer": layers,
        "falcon_type": 7,
        "ftype": FTYPES[quant],
        "n_merges": 1,
    }
    layout = layouts.ggcc_falcon(vocab=512, embd=64, blocks=layers, kv=16, large=False)
    merges = (
        struct.pack("<I", 1) + struct.pack("<I", 2) + "Ġ".encode() + struct.pack("<I", 1) + b"b"
    )
    return Legacy(
        b"ccgg",
        dict(fields),
        byte_pairs(512),
        _tensors(layout, quant, seed),
        scored=True,
        alignment=32,
        tail=merges,
    )


def write_gpt2(path: Path, **options: Any) -> Path:
    """Write a gpt2; the options are those of `gpt2_file`."""
    return gpt2_file(**options).write(path)


def _first(vocab: int, context: int, embd: int, heads: int, layers: int) -> dict[str, int | float]:
    sizes = {"n_vocab": vocab, "n_ctx": context, "n_embd": embd, "n_head": heads}
    return {**sizes, "n_layer": layers}


def _mpt_fields(layers: int) -> dict[str, int | float]:
    return {"n_embd": 64, "n_ctx": 256, "n_head": 4, "n_layer": layers, "n_vocab": 512}


def _ftype(quant: str) -> int:
    return FTYPES[quant] + (QUANTISATION_VERSION if quant.startswith("Q") else 0)


def _tensors(
    layout: layouts.Layout, quant: str, seed: int, always_f32: tuple[str, ...] = ()
) -> list[Stored]:
    rng = np.random.default_rng(seed)
    return [
        random_tensor(rng, name, shape, "F32" if name in always_f32 else quant)
        for name, shape in layout.items()
    ]
