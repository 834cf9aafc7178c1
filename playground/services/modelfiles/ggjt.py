"""Reads the versioned pre-GGUF files: LLaMA (`ggjt` 1 to 3) and Falcon (`ggcc` 10).

Formats: llama.cpp before August 2023 and ggllm.cpp.
"""

import re
import struct
from pathlib import Path

from playground.domain.headers import ArraySummary, ModelHeader, Scalar
from playground.services.modelfiles.cursor import Cursor
from playground.services.modelfiles.errors import DamagedError
from playground.services.modelfiles.ggml import MAX_BLOCKS, MAX_VOCABULARY, MAX_WIDTH
from playground.services.modelfiles.types import FILE_TYPES, majority_type
from playground.services.modelfiles.vocabularies import summarise
from playground.services.modelfiles.walk import walk_tensors

ALIGNMENT = 32
_LLAMA = ("n_vocab", "n_embd", "n_mult", "n_head", "n_layer", "n_rot", "ftype")
_FALCON = (
    "n_vocab",
    "n_embd",
    "n_head",
    "n_head_kv",
    "n_layer",
    "falcon_type",
    "ftype",
    "n_merges",
)
# The engine takes the grouped attention of LLaMA 2 70B from the file's name.
_SEVENTY = re.compile(r"(\b|_)70b(\b|_)", re.IGNORECASE)
_GROUPS_OF_70B = 8


def read_ggjt(cursor: Cursor, path: Path) -> ModelHeader:
    """The header of a LLaMA file whose magic the cursor has passed; raises DamagedError."""
    version = _version(cursor, {1, 2, 3}, "GGJT")
    numbers = _numbers(cursor, _LLAMA)
    heads_kv = numbers["n_head"]
    if _SEVENTY.search(str(path)):
        heads_kv, rest = divmod(heads_kv, _GROUPS_OF_70B)
        if rest or not heads_kv:
            raise DamagedError(
                "has 70b in its path, which the engine takes for LLaMA 2 70B, but other sizes",
                hint="Rename the file.",
            )
    return _header(cursor, "ggjt", version, numbers, heads_kv)


def read_ggcc(cursor: Cursor) -> ModelHeader:
    """The header of a Falcon file whose magic the cursor has passed; raises DamagedError."""
    version = _version(cursor, {10}, "GGCC")
    numbers = _numbers(cursor, _FALCON)
    return _header(cursor, "ggcc", version, numbers, numbers["n_head_kv"])


def _version(cursor: Cursor, known: set[int], name: str) -> int:
    at = cursor.position
    version = cursor.u32("its version")
    if version not in known:
        raise DamagedError(f"says it is {name} version {version}, which is not known", at)
    return version


def _numbers(cursor: Cursor, fields: tuple[str, ...]) -> dict[str, int]:
    at = cursor.position
    numbers = {field: cursor.u32(field) for field in fields}
    sane = (
        0 < numbers["n_vocab"] <= MAX_VOCABULARY
        and 0 < numbers["n_embd"] <= MAX_WIDTH
        and 0 < numbers["n_head"] <= numbers["n_embd"]
        and 0 < numbers.get("n_head_kv", 1) <= numbers["n_head"]
        and 0 < numbers["n_layer"] <= MAX_BLOCKS
        and 0 < numbers.get("n_mult", 1) <= MAX_WIDTH
        and numbers["ftype"] in FILE_TYPES
    )
    if not sane:
        raise DamagedError("has impossible sizes in its header", at)
    return numbers


def _header(
    cursor: Cursor, container: str, version: int, numbers: dict[str, int], heads_kv: int
) -> ModelHeader:
    scored = cursor.pieces(numbers["n_vocab"], "the vocabulary", tail=4)
    scores = struct.unpack(f"<{len(scored)}f", b"".join(piece[-4:] for piece in scored))
    pieces = [piece[:-4] for piece in scored]
    arrays = {"scores": ArraySummary("f32", len(scores))}
    if container == "ggcc":
        count = cursor.u32("the number of merges")
        if count > 2 * MAX_VOCABULARY:
            raise DamagedError(f"claims to hold {count} merges", cursor.position - 4)
        cursor.pieces(2 * count, "the merges", keep=False)
        arrays["merges"] = ArraySummary("str", count)
        if len(pieces) == 65025 and pieces[-1] == b"[PAD]":
            pieces.pop()  # the engine drops this piece of WizardLM-Falcon, and so do its tensors
    tensors = walk_tensors(cursor, alignment=ALIGNMENT)
    architecture = "llama" if container == "ggjt" else "falcon"
    metadata: dict[str, Scalar | ArraySummary] = dict(numbers)
    return ModelHeader(
        container=container,
        container_version=version,
        architecture=architecture,
        model_type=architecture,
        size_bytes=cursor.size,
        quantisation=FILE_TYPES.get(numbers["ftype"]) or majority_type(tensors),
        parameters=sum(tensor.elements for tensor in tensors),
        tensors=tensors,
        vocabulary=summarise(pieces, scores=scores, arrays=arrays),
        vocabulary_size=len(pieces),
        embedding_length=numbers["n_embd"],
        block_count=numbers["n_layer"],
        head_count=numbers["n_head"],
        head_count_kv=heads_kv,
        tokenizer="llama" if container == "ggjt" else "gpt2",
        metadata=metadata,
        metadata_types=dict.fromkeys(metadata, "u32"),
    )
