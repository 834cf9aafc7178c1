"""How much memory a model needs, and whether it fits into what is free.

    needed = weights + keys and values of the context + scratch

weights   the size of the file: GGUF is mapped and becomes resident as it is used, legacy files are
          copied into memory.
cache     layers * context * (key row + value row) * bytes of an element; the engine keeps F16, for
          gpt2 and starcoder F32, and for gpt_neox and dolly-v2 it reserves the room of F32
          (marella/ctransformers ed02cf4: models/llms/*.cc, memory_k and memory_v; for GGUF
          models/ggml/llama.cpp, f16_kv).
scratch   what one call of N tokens works in, for V pieces of vocabulary, H heads, T tokens of
          context and rows of E: for GGUF the largest layer at a time, 4 N (V + H T + 8 E) bytes;
          for legacy files every layer at once, as `playground.domain.slices` says, within the
          256 MiB of their buffer. To this comes the process itself: 48 MB, the largest resident
          size that was measured with the bundled models (18 MB before loading).

Where the header is not at hand, layers L and rows E follow from the number P of parameters by
P = 12 L E**2 (Kaplan and others, 2020, arXiv:2001.08361, section 2.1) with E = 128 L, which is the
shape of most models of 7 to 70 billion; keys and values are taken at full width, so that the result
is too high for models that share them among heads. Such a figure is marked as an estimate.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from playground.domain.catalog import CatalogEntry
from playground.domain.headers import ModelHeader
from playground.domain.sizes import words
from playground.domain.slices import LARGEST

Verdict: TypeAlias = Literal["ok", "tight", "no", "unknown"]

MARKS: Mapping[Verdict, str] = {"ok": "+", "tight": "~", "no": "-", "unknown": "?"}
"""One sign per verdict, so that it can be told without colour."""

TIGHT = 0.85
"""More than this part of the free memory is tight: other programs need some, too."""

_PROCESS = 48_000_000
_LEGACY_BUFFER = 256 * 2**20
_WIDE_CACHE = {"gpt2", "starcoder", "gpt-neox", "dolly-v2"}
_ASPECT = 128
_STEP = 256  # tokens
_UNKNOWN_VOCABULARY = 65_536  # no more in the files that the GGUF loader of ctransformers reads
_UNKNOWN_BITS = 4.5  # per weight: few files are smaller, so that the guess is on the high side


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes inside a model on which its memory depends."""

    layers: int
    width: int
    """Elements of a row between layers."""
    heads: int
    cached: int
    """Elements of a key row and a value row together, per layer and token."""
    cache_bytes: int
    """Bytes of one of these elements."""
    vocabulary: int
    legacy: bool
    """Whether every layer has scratch of its own."""
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """What a model needs on this machine; all sizes in bytes."""

    verdict: Verdict
    weights: int | None
    """None where the size of the file is not known; the verdict is unknown then."""
    cache: int
    scratch: int
    context: int
    """Tokens of context this holds for."""
    available: int | None
    """None where the machine does not tell."""
    estimated: bool
    """Whether the shape of the model was guessed from its size."""

    @property
    def total(self) -> int | None:
        """All that is needed."""
        return None if self.weights is None else self.weights + self.cache + self.scratch

    @property
    def mark(self) -> str:
        """One sign: + fits, ~ is tight, - does not, ? is not known."""
        return MARKS[self.verdict]

    def headline(self) -> str:
        """In a few words: "+ fits: 48 MB of 5.2 GB"."""
        verdicts = {"ok": "fits", "tight": "tight", "no": "too large", "unknown": "unknown"}
        about = "about " if self.estimated else ""
        figures = f"{about}{words(self.total)} of {words(self.available)}"
        return f"{self.mark} {verdicts[self.verdict]}: {figures}"

    def brief(self) -> str:
        """In at most 23 cells: "+ ~6.5 GB of 24 GB RAM"."""
        about = "~" if self.estimated else ""
        return f"{self.mark} {about}{words(self.total, 2)} of {words(self.available, 2)} RAM"

    def parts(self) -> str:
        """The sum with its parts."""
        about = "about " if self.estimated else ""
        return (
            f"{words(self.weights)} weights + {about}{words(self.cache)} for {self.context:,} "
            f"tokens + {about}{words(self.scratch)} to work in = {about}{words(self.total)}"
        )


def shape_of(header: ModelHeader) -> Shape | None:
    """The shape that a file's header tells; None where it leaves too much out."""
    layers, width, heads = header.block_count, header.embedding_length, header.head_count
    if not (layers and width and heads):
        return None
    heads_kv = header.head_count_kv or heads
    lengths = [
        header.metadata.get(f"{header.architecture}.attention.{name}_length")
        for name in ("key", "value")
    ]
    rows = [length if isinstance(length, int) else width // heads for length in lengths]
    wide = header.container == "ggml" and header.model_type.replace("_", "-") in _WIDE_CACHE
    return Shape(
        layers=layers,
        width=width,
        heads=heads,
        cached=heads_kv * sum(rows),
        cache_bytes=4 if wide else 2,
        vocabulary=header.vocabulary.size or header.vocabulary_size or _UNKNOWN_VOCABULARY,
        legacy=header.container == "ggml",
    )


def guess(entry: CatalogEntry) -> Shape | None:
    """A shape from the number of parameters, or from the size; None where neither is known."""
    parameters: float | None = entry.parameters
    if parameters is None and entry.size_bytes is not None:
        parameters = entry.size_bytes * 8 / _UNKNOWN_BITS
    if not parameters:
        return None
    legacy = entry.format == "ggml"
    wide = legacy and entry.model_type.replace("_", "-") in _WIDE_CACHE
    return _guess(parameters, legacy=legacy, wide=wide)


@functools.lru_cache(maxsize=1024)
def _guess(parameters: float, *, legacy: bool, wide: bool) -> Shape:
    layers = max(1, round((parameters / (12 * _ASPECT**2)) ** (1 / 3)))
    width = round((parameters / (12 * layers)) ** 0.5)
    return Shape(
        layers=layers,
        width=width,
        heads=max(1, width // 128),
        cached=2 * width,
        cache_bytes=4 if wide else 2,
        vocabulary=_UNKNOWN_VOCABULARY,
        legacy=legacy,
        estimated=True,
    )


class Need(NamedTuple):
    """What a context takes beside the weights, in bytes; it does not depend on what is free."""

    cache: int
    scratch: int
    context: int
    """Tokens."""
    estimated: bool
    known: bool
    """False where not even the size of the model is known."""


def need(shape: Shape | None, context: int) -> Need:
    """What a model of this shape takes for so many tokens of context."""
    if shape is None:
        return Need(0, _PROCESS, context, estimated=True, known=False)
    cache = shape.layers * context * shape.cached * shape.cache_bytes
    scratch = _PROCESS + _scratch(shape, context)
    return Need(cache, scratch, context, shape.estimated, known=True)


def judged(weights: int | None, needed: Need, available: int | None) -> Fit:
    """Whether a file of `weights` bytes fits with what it needs into what is `available`."""
    cache, scratch, context, estimated, known = needed
    verdict: Verdict = "unknown"
    if weights is None or not known:
        return Fit(verdict, weights, 0, _PROCESS, context, available, estimated=True)
    if available is not None:
        total = weights + cache + scratch
        verdict = "no" if total > available else "tight" if total > TIGHT * available else "ok"
    return Fit(verdict, weights, cache, scratch, context, available, estimated)


def fit(weights: int | None, shape: Shape | None, context: int, available: int | None) -> Fit:
    """What a file of `weights` bytes needs for so many tokens of context, and whether it fits."""
    return judged(weights, need(shape, context), available)


def largest_context(weights: int | None, shape: Shape | None, available: int | None) -> int:
    """The longest context, in steps of 256 tokens, that fits with room to spare; 0 for none."""
    if available is None or fit(weights, shape, _STEP, available).verdict != "ok":
        return 0
    low, high = 1, 2**12
    while low < high:
        middle = (low + high + 1) // 2
        fits = fit(weights, shape, middle * _STEP, available).verdict == "ok"
        low, high = (middle, high) if fits else (low, middle - 1)
    return low * _STEP


def _scratch(shape: Shape, context: int) -> int:
    tokens = min(LARGEST, context)
    if not shape.legacy:
        return 4 * tokens * (shape.vocabulary + shape.heads * context + 8 * shape.width)
    per_layer = tokens * (50 * shape.width + shape.heads * context) + context * shape.width
    return min(_LEGACY_BUFFER, 4 * (shape.layers * per_layer + tokens * shape.vocabulary))
