"""The sizes of the two bundled models."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a network."""

    kind: str
    """llama or gpt2."""
    vocabulary: int
    width: int = 128
    layers: int = 5
    heads: int = 4
    hidden: int = 352
    """Inner width of the feed-forward part."""
    context: int = 256
    """Positions the file promises."""


LLAMA = Shape("llama", vocabulary=2048, hidden=352, context=512)
GPT2 = Shape("gpt2", vocabulary=2048, hidden=512, context=256)
SHAPES = {shape.kind: shape for shape in (LLAMA, GPT2)}
