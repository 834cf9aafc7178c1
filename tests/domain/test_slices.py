"""Prompt slices stay within the fixed buffer of the legacy engines."""

from __future__ import annotations

from dataclasses import replace

from playground.domain.headers import ModelHeader, Vocabulary
from playground.domain.slices import LARGEST, largest_slice

GPT2_SMALL = ModelHeader(
    container="ggml",
    container_version=0,
    architecture="gpt2",
    model_type="gpt2",
    size_bytes=1,
    quantisation="Q4_0",
    parameters=1,
    tensors=(),
    vocabulary=Vocabulary(50257),
    context_length=1024,
    embedding_length=768,
    block_count=12,
    head_count=12,
)


def test_containers_with_buffers_of_their_own_take_the_largest() -> None:
    huge = replace(GPT2_SMALL, block_count=80, embedding_length=8192, context_length=8192)
    assert largest_slice(replace(huge, container="gguf")) == LARGEST
    assert largest_slice(replace(huge, container="ggjt")) == LARGEST


def test_a_model_that_crashed_with_the_largest_gets_less() -> None:
    medium = replace(GPT2_SMALL, block_count=24, embedding_length=1024, head_count=16)
    assert 1 < largest_slice(medium) < 32


def test_a_model_too_large_for_the_buffer_is_fed_token_by_token() -> None:
    dolly = replace(
        GPT2_SMALL, block_count=36, embedding_length=5120, head_count=40, context_length=2048
    )
    assert largest_slice(dolly) == 1


def test_a_small_model_takes_the_largest() -> None:
    demo = replace(
        GPT2_SMALL,
        block_count=5,
        embedding_length=128,
        head_count=4,
        context_length=256,
        vocabulary=Vocabulary(2048),
    )
    assert largest_slice(demo) == LARGEST
