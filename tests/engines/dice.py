"""Models whose next token has known odds, whatever came before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from tests.makers import gpt2_file, llama_file
from tests.makers.weights import Stored

NEVER = -40.0
"""The logit of all pieces that are not named."""

_EMBEDDING = 64


def write_dice(path: Path, kind: str, logits: Mapping[str, float], *, end: str = "") -> Path:
    """Write a model that always gives these single characters these logits.

    With `end`, that character is what a llama ends its texts with.

    The last hidden state is made constant, all ones: the logit of a token is then the sum of its
    row in the output matrix.
    """
    return _llama(path, logits, end) if kind == "llama" else _gpt2(path, logits)


def _llama(path: Path, logits: Mapping[str, float], end: str) -> Path:
    file = llama_file(quant="F32", context=256)
    _fill(file["token_embd.weight"], 1.0)
    for tensor in file.tensors:
        if tensor.name.endswith(("attn_output.weight", "ffn_down.weight")):
            _fill(tensor, 0.0)
    _set_rows(file["output.weight"], {_piece(char): logits[char] for char in logits})
    if end:
        file.keys["tokenizer.ggml.eos_token_id"] = ("u32", _piece(end))
    return file.write(path)


def _gpt2(path: Path, logits: Mapping[str, float]) -> Path:
    file = gpt2_file(quant="F32", context=256)
    _fill(file["model/ln_f/g"], 0.0)
    _fill(file["model/ln_f/b"], 1.0)
    _set_rows(file["model/wte"], {1 + ord(char): logits[char] for char in logits})
    return file.write(path)


def _piece(char: str) -> int:
    """3 control and 256 byte pieces, the space mark, then the printable characters from "!" on."""
    return 260 + ord(char) - 0x21


def _fill(tensor: Stored, value: float) -> None:
    tensor.data = np.full(len(tensor.data) // 4, value, "<f4").tobytes()


def _set_rows(tensor: Stored, logits: Mapping[int, float]) -> None:
    rows: Any = np.full((tensor.shape[1], _EMBEDDING), NEVER / _EMBEDDING, "<f4")
    for token, logit in logits.items():
        rows[token] = logit / _EMBEDDING
    tensor.data = rows.tobytes()
