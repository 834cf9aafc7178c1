"""Numbers of a GGUF header by which llama.cpp would end its process while it computes.

Each is one of its assertions (`GGML_ASSERT`), or a crash found by trying damaged files.
"""

from __future__ import annotations

import math

from playground.domain.headers import ModelHeader, Verdict
from playground.services.modelfiles.preflight.rules import refuse

MAX_CONTEXT = 2**31
"""It counts tokens in signed 32-bit integers."""
ALIGNMENT = 32
"""Bytes: tensors lie in the mapped file at its multiples (ggml-backend.cpp, TENSOR_ALIGNMENT)."""
_FLOATS = frozenset({"F32", "F16", "BF16"})
_WHOLE = frozenset({"I8", "I16", "I32", "I64", "F64"})
_WHOLE_HEAD = frozenset({"qwen2"})
"""Architectures that rotate all of a head and do not check it."""


def check_context(header: ModelHeader) -> Verdict | None:
    """server-context.cpp: n_ctx > 0."""
    context = header.metadata.get(f"{header.architecture}.context_length", 1)
    if not isinstance(context, int) or not 0 < context < MAX_CONTEXT:
        return refuse(f"A context length of {context} tokens is impossible.")
    return None


def check_epsilon(header: ModelHeader) -> Verdict | None:
    """ops.cpp: eps >= 0."""
    for name in ("layer_norm_epsilon", "layer_norm_rms_epsilon", "group_norm_epsilon"):
        value = header.metadata.get(f"{header.architecture}.attention.{name}", 0.0)
        if isinstance(value, float) and not 0.0 <= value < math.inf:
            return refuse(f"{name} is {value}; it must be 0 or positive.")
    return None


def check_rotation(header: ModelHeader) -> Verdict | None:
    """ops.cpp: n_dims % 2 == 0; within a head, whose length the header tells or implies."""
    rotated = header.metadata.get(f"{header.architecture}.rope.dimension_count")
    if not isinstance(rotated, int):
        return None
    if rotated % 2:
        return refuse(f"rope.dimension_count is {rotated}, which cannot be rotated in pairs.")
    width = _head_length(header)
    if width is None:
        return None
    if rotated > width:
        return refuse(f"rope.dimension_count is {rotated}, more than the head size {width}.")
    if header.architecture in _WHOLE_HEAD and rotated != width:
        return refuse(f"rope.dimension_count is {rotated} instead of the head size {width}.")
    return None


def check_storage(header: ModelHeader) -> Verdict | None:
    """Vectors are added and multiplied with as they are; matrices are never whole numbers."""
    alignment = header.metadata.get("general.alignment", ALIGNMENT)
    if not isinstance(alignment, int) or alignment % ALIGNMENT:
        return refuse(f"general.alignment is {alignment}; llama.cpp needs a multiple of 32.")
    for tensor in header.tensors:
        vector = len(tensor.shape) == 1
        if vector and tensor.type not in _FLOATS | _WHOLE:
            return refuse(f"The vector {tensor.name} is stored as {tensor.type}.")
        if not vector and tensor.type in _WHOLE:
            return refuse(f"The weights {tensor.name} are stored as {tensor.type}.")
    return None


def _head_length(header: ModelHeader) -> int | None:
    told = header.metadata.get(f"{header.architecture}.attention.key_length")
    if isinstance(told, int):
        return told
    if not header.head_count or not header.embedding_length:
        return None  # a number for each layer, or none
    return header.embedding_length // header.head_count


RULES = (check_context, check_epsilon, check_rotation, check_storage)
