"""A GPT-2 in NumPy, computed from a legacy GGML file the way the native library computes it.

The library multiplies in 16-bit floats what is stored in them and looks GELU and exponentials up in
tables of them; all else is 32-bit. Rounding at the same places brings the two together.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np

EPSILON = 1e-5
_TYPES = {0: np.float32, 1: np.float16}
_PLACES = ("vocabulary", "context", "width", "heads", "layers", "kind")


class Gpt2:
    """The network of one file with F16 or F32 weights."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        self.sizes = dict(zip(_PLACES, struct.unpack_from("<6i", data, 4), strict=True))
        at = _tensors_at(data)
        self.tensors: dict[str, Any] = {}
        while at < len(data):
            name, values, at = _tensor(data, at)
            self.tensors[name.removeprefix("model/")] = values

    def log_probabilities(self, tokens: list[int]) -> Any:
        """(length, vocabulary) natural logarithms of what comes after each token."""
        get = self.tensors
        x = get["wte"][tokens].astype(np.float32) + get["wpe"][: len(tokens)]
        for layer in range(self.sizes["layers"]):
            x = self._block(f"h{layer}", x)
        scores = _times(self._norm("ln_f", x), get.get("lm_head", get["wte"])).astype(np.float64)
        scores -= scores.max(-1, keepdims=True)
        return scores - np.log(np.exp(scores).sum(-1, keepdims=True))

    def _block(self, at: str, x: Any) -> Any:
        get, heads, width = self.tensors, self.sizes["heads"], self.sizes["width"]
        mixed = _times(self._norm(f"{at}/ln_1", x), get[f"{at}/attn/c_attn/w"])
        mixed = (mixed + get[f"{at}/attn/c_attn/b"]).reshape(len(x), 3, heads, width // heads)
        query, key, value = mixed.transpose(1, 2, 0, 3)
        seen = np.einsum("hqs,hks->hqk", query, key, dtype=np.float32)
        seen *= np.float32(1 / np.sqrt(width / heads))
        seen = np.where(np.tri(len(x), dtype=bool), seen, -np.inf)
        shares = _half(np.exp(_half(seen - seen.max(-1, keepdims=True))))
        shares = shares / shares.sum(-1, keepdims=True)
        found = np.einsum("hqk,hks->qhs", shares, value, dtype=np.float32)
        joined = _times(found.reshape(len(x), width), get[f"{at}/attn/c_proj/w"])
        x = x + joined + get[f"{at}/attn/c_proj/b"]
        inner = _times(self._norm(f"{at}/ln_2", x), get[f"{at}/mlp/c_fc/w"])
        inner = _half(inner + get[f"{at}/mlp/c_fc/b"])
        bent = np.tanh(np.sqrt(2 / np.pi) * inner * (1 + 0.044715 * inner * inner))
        inner = _half(0.5 * inner * (1 + bent))
        return x + _times(inner, get[f"{at}/mlp/c_proj/w"]) + get[f"{at}/mlp/c_proj/b"]

    def _norm(self, at: str, x: Any) -> Any:
        centred = x - x.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON)
        return centred / spread * self.tensors[f"{at}/g"] + self.tensors[f"{at}/b"]


def widened(path: Path, to: Path) -> Path:
    """Writes the F32 file of an F16 one: the same numbers, and nothing rounded on the way."""
    data = path.read_bytes()
    at = _tensors_at(data)
    parts = [data[:24], struct.pack("<i", 0), data[28:at]]
    while at < len(data):
        name, values, at = _tensor(data, at)
        head = struct.pack("<3i", values.ndim, len(name), 0)
        head += struct.pack(f"<{values.ndim}i", *values.shape[::-1])
        parts += [head, name.encode(), values.astype(np.float32).tobytes()]
    to.write_bytes(b"".join(parts))
    return to


def _tensors_at(data: bytes) -> int:
    """Where the vocabulary ends: 7 fields, its size, and as many counted pieces."""
    at = 32
    for _ in range(struct.unpack_from("<i", data, 28)[0]):
        at += 4 + struct.unpack_from("<I", data, at)[0]
    return at


def _tensor(data: bytes, at: int) -> tuple[str, Any, int]:
    """Name and values of the tensor at this place, and where the next one begins."""
    dimensions, length, kind = struct.unpack_from("<3i", data, at)
    shape = struct.unpack_from(f"<{dimensions}i", data, at + 12)[::-1]
    at += 12 + 4 * dimensions
    name = data[at : at + length].decode()
    values = np.frombuffer(data, _TYPES[kind], int(np.prod(shape)), at + length)
    return name, values.reshape(shape), at + length + values.nbytes


def _half(values: Any) -> Any:
    with np.errstate(over="ignore"):
        return values.astype(np.float16).astype(np.float32)


def _times(x: Any, weights: Any) -> Any:
    """(length, inputs) by (outputs, inputs) weights."""
    rows = _half(x) if weights.dtype == np.float16 else x
    return rows @ weights.astype(np.float32).T
