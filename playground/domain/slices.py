"""How many prompt tokens an engine may evaluate in one call."""

from __future__ import annotations

from playground.domain.headers import ModelHeader

LARGEST = 64
"""Larger slices are no faster with ctransformers, which multiplies row by row."""

_BUFFER_BYTES = 200 * 2**20
_PER_EMBEDDING = 50


def largest_slice(header: ModelHeader) -> int:
    """Tokens per call, 1 to `LARGEST`, that the engine's fixed buffer holds at any context fill.

    The legacy ggml examples inside ctransformers evaluate in one static buffer of 256 MiB that
    grows with the tokens of a call but not with the context; beyond it they crash. Per layer a call
    of N tokens over a context of T needs about N (50 E + H T) + T E floats, for E the embedding
    length and H the heads, and V N more for the logits (ggml's examples/gpt-2/main.cpp of 2023; the
    50 was bracketed by runs). GGUF and GGJT models have buffers of their own.
    """
    if header.container != "ggml":
        return LARGEST
    layers, width = header.block_count or 1, header.embedding_length or 1
    heads, context = header.head_count or 1, header.context_length or 512
    fixed = 4 * layers * context * width
    per_token = 4 * (layers * (_PER_EMBEDDING * width + heads * context) + header.vocabulary.size)
    return max(1, min(LARGEST, (_BUFFER_BYTES - fixed) // per_token))
