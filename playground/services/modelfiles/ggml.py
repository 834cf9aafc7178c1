"""Reads the unversioned `ggml` files of 2023: gpt2, starcoder, gptj, gpt_neox, mpt, replit.

These files do not name their architecture: each known header is tried until the vocabulary ends
where a tensor of that architecture begins. Formats: the example programs of the ggml repository.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from playground.domain.headers import ArraySummary, ModelHeader, Scalar
from playground.services.modelfiles import layouts
from playground.services.modelfiles.cursor import Cursor
from playground.services.modelfiles.errors import DamagedError
from playground.services.modelfiles.types import LEGACY_FILE_TYPES
from playground.services.modelfiles.vocabularies import summarise
from playground.services.modelfiles.walk import tensor_header, walk_tensors

MAX_VOCABULARY = 1 << 18
LEAST_VOCABULARY = 128
"""Smallest vocabulary believed where the header has no second count to confirm it."""
MAX_WIDTH = 1 << 16
MAX_BLOCKS = 512
QUANTISATION_STEP = 1000
"""The ftype field holds the version of the quantised layouts times this, plus the type."""

Numbers = dict[str, int]


@dataclass(frozen=True, slots=True)
class _Kind:
    architecture: str
    fields: tuple[str, ...]
    """Names of the 32-bit fields after the magic, in order."""
    repeats_size: bool
    """Whether the vocabulary is preceded by its size."""
    scored: bool
    """Whether a 32-bit float follows each piece."""
    layout: Callable[[Numbers], layouts.Layout]


def _gpt2(n: Numbers) -> layouts.Layout:
    layout = layouts.gpt2(
        vocab=n["n_vocab"], embd=n["n_embd"], blocks=n["n_layer"], context=n["n_ctx"]
    )
    return layout | {"model/lm_head": (n["n_embd"], n["n_vocab"])}


def _llama(n: Numbers) -> layouts.Layout:
    return layouts.ggjt_llama(vocab=1, embd=1, blocks=n["n_layer"], ff=1, kv=1)


def _sized(
    build: Callable[..., layouts.Layout],
) -> Callable[[Numbers], layouts.Layout]:
    return lambda n: build(vocab=n["n_vocab"], embd=n["n_embd"], blocks=n["n_layer"])


_FIRST = ("n_vocab", "n_ctx", "n_embd", "n_head", "n_layer")
_MPT = ("n_embd", "n_ctx", "n_head", "n_layer", "n_vocab")
_OLD_LLAMA = "very old LLaMA"
_LLAMA = ("n_vocab", "n_embd", "n_mult", "n_head", "n_layer", "n_rot", "ftype")
_FLOATS = frozenset({"alibi_bias_max", "clip_qkv"})
_KINDS = (
    _Kind("gpt2", (*_FIRST, "ftype"), True, False, _gpt2),
    _Kind("gptj", (*_FIRST, "n_rot", "ftype"), True, False, _sized(layouts.gptj)),
    _Kind(
        "gpt_neox", (*_FIRST, "n_rot", "par_res", "ftype"), False, False, _sized(layouts.gpt_neox)
    ),
    _Kind("mpt", (*_MPT, "alibi_bias_max", "clip_qkv", "ftype"), False, False, _sized(layouts.mpt)),
    _Kind("replit", (*_MPT, "ftype"), False, True, _sized(layouts.mpt)),
    _Kind(_OLD_LLAMA, _LLAMA, False, False, _llama),
)
# Pieces by which a fine-tuned family shows itself in a shared layout.
_FAMILIES = {
    "gpt2": ("starcoder", (b"<fim_prefix>", b"<fim-prefix>")),
    "gpt_neox": ("dolly-v2", (b"### End",)),
}
_KNOWN = "Known are gpt2, gptj, gpt_neox, dolly-v2, mpt, replit and starcoder; prefer a GGUF file."


def read_ggml(cursor: Cursor) -> ModelHeader:
    """The header of a file whose magic `ggml` the cursor has passed; raises DamagedError."""
    start = cursor.position
    cursor.need(4 * len(_KINDS[0].fields), "its header")
    furthest = (0, "", DamagedError(""))
    for kind in _KINDS:
        cursor.position = start
        try:
            numbers, floats = _numbers(cursor, kind)
        except DamagedError:
            continue
        try:
            pieces = _pieces(cursor, kind, numbers)
            _expect_tensor(cursor, kind.layout(numbers))
        except DamagedError as error:
            if cursor.position > furthest[0]:
                furthest = (cursor.position, kind.architecture, error)
            continue
        if kind.architecture == _OLD_LLAMA:
            raise DamagedError(
                "is a very old LLaMA file (spring 2023) that no engine here reads", start, _KNOWN
            )
        return _header(cursor, kind, numbers, floats, pieces)
    _, name, cause = furthest
    if name:
        raise DamagedError(f"begins like a {name} file but {cause.what}", cause.offset, cause.hint)
    raise DamagedError("is a legacy ggml file of a kind that is not known here", start, _KNOWN)


def _numbers(cursor: Cursor, kind: _Kind) -> tuple[Numbers, dict[str, float]]:
    numbers: Numbers = {}
    floats: dict[str, float] = {}
    for field in kind.fields:
        if field in _FLOATS:
            floats[field] = cursor.f32(field)
        else:
            numbers[field] = cursor.i32(field)
    sane = (
        (0 if kind.repeats_size else LEAST_VOCABULARY) < numbers["n_vocab"] <= MAX_VOCABULARY
        and 0 < numbers["n_embd"] <= MAX_WIDTH
        and 0 < numbers["n_head"] <= numbers["n_embd"]
        and 0 < numbers["n_layer"] <= MAX_BLOCKS
        and numbers.get("n_ctx", 1) > 0
        and numbers["ftype"] >= 0
        and numbers["ftype"] % QUANTISATION_STEP in LEGACY_FILE_TYPES
        and numbers.get("par_res", 0) in {0, 1}
        and ("n_mult" not in numbers or numbers["n_rot"] * numbers["n_head"] == numbers["n_embd"])
    )
    if not sane:
        raise DamagedError("has impossible sizes in its header", 4)
    if kind.repeats_size and cursor.i32("the size of the vocabulary") != numbers["n_vocab"]:
        raise DamagedError("gives two different sizes for its vocabulary", cursor.position - 4)
    return numbers, floats


def _pieces(cursor: Cursor, kind: _Kind, numbers: Numbers) -> list[bytes]:
    return cursor.pieces(numbers["n_vocab"], "the vocabulary", tail=4 if kind.scored else 0)


def _expect_tensor(cursor: Cursor, layout: layouts.Layout) -> None:
    at = cursor.position
    if tensor_header(cursor).name not in layout:
        raise DamagedError("goes on with a tensor of another architecture", at)
    cursor.position = at


def _header(
    cursor: Cursor, kind: _Kind, numbers: Numbers, floats: dict[str, float], pieces: list[bytes]
) -> ModelHeader:
    scores: tuple[float, ...] | None = None
    if kind.scored:
        scores = struct.unpack(f"<{len(pieces)}f", b"".join(piece[-4:] for piece in pieces))
        pieces = [piece[:-4] for piece in pieces]
    tensors = walk_tensors(cursor)
    family, marks = _FAMILIES.get(kind.architecture, ("", ()))
    architecture = family if any(mark in pieces for mark in marks) else kind.architecture
    arrays = {} if scores is None else {"scores": ArraySummary("f32", len(scores))}
    metadata: dict[str, Scalar | ArraySummary] = {**numbers, **floats}
    return ModelHeader(
        container="ggml",
        container_version=0,
        architecture=architecture,
        model_type=architecture,
        size_bytes=cursor.size,
        quantisation=LEGACY_FILE_TYPES[numbers["ftype"] % QUANTISATION_STEP],
        parameters=sum(tensor.elements for tensor in tensors),
        tensors=tensors,
        vocabulary=summarise(pieces, scores=scores, arrays=arrays),
        context_length=numbers["n_ctx"],
        vocabulary_size=numbers["n_vocab"],
        embedding_length=numbers["n_embd"],
        block_count=numbers["n_layer"],
        head_count=numbers["n_head"],
        head_count_kv=numbers["n_head"],
        tokenizer="llama" if kind.scored else "gpt2",
        metadata=metadata,
        metadata_types={name: "f32" if name in floats else "i32" for name in metadata},
    )
