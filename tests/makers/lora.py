"""LoRA adapters in GGUF for a model file, with random weights that change what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from playground.services.modelfiles import read_header
from tests.makers.gguf import Gguf
from tests.makers.weights import Stored

RANK = 4


def write_lora(path: Path, model: Path, *, spread: float = 1.0, seed: int = 0) -> Path:
    """Write an adapter of rank 4 for the queries and outputs of every block's attention.

    Two matrices to a weight (Hu and others, 2021): `lora_a` of (inputs, rank), `lora_b` of (rank,
    outputs) elements as stored.
    """
    header = read_header(model)
    rng = np.random.default_rng(seed)
    tensors = []
    for tensor in header.tensors:
        if not tensor.name.endswith(("attn_q.weight", "attn_output.weight")):
            continue
        inputs, outputs = tensor.shape
        for name, shape in (("lora_a", (inputs, RANK)), ("lora_b", (RANK, outputs))):
            values = rng.normal(0, spread, shape[::-1]).astype("<f4")
            tensors.append(Stored(f"{tensor.name}.{name}", shape, "F32", values.tobytes()))
    keys = {
        "general.type": ("str", "adapter"),
        "general.architecture": ("str", header.architecture),
        "adapter.type": ("str", "lora"),
        "adapter.lora.alpha": ("f32", float(RANK)),
    }
    return Gguf(keys, tensors).write(path)
