"""What is in a model file, put together for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.domain.headers import ArraySummary, ModelHeader, TensorInfo, Verdict


@dataclass(frozen=True, slots=True)
class Share:
    """One way in which weights are stored, and how much of the file that is."""

    type: str
    tensors: int
    elements: int
    bytes: int
    part: float
    """Of the bytes of all tensors, 0 to 1."""


def mix(tensors: Sequence[TensorInfo]) -> tuple[Share, ...]:
    """The types of storage, the one with most bytes first."""
    found: dict[str, list[TensorInfo]] = {}
    for tensor in tensors:
        found.setdefault(tensor.type, []).append(tensor)
    whole = sum(tensor.bytes for tensor in tensors) or 1
    shares = [
        Share(
            kind,
            len(members),
            sum(tensor.elements for tensor in members),
            sum(tensor.bytes for tensor in members),
            sum(tensor.bytes for tensor in members) / whole,
        )
        for kind, members in found.items()
    ]
    return tuple(sorted(shares, key=lambda share: -share.bytes))


def bar(shares: Sequence[Share], width: int) -> str:
    """The mix as so many letters: each type is drawn with a letter of its own, a to z.

    Every type has one cell at least, as long as there is room.
    """
    cells = [max(1, round(share.part * width)) for share in shares][:width]
    while sum(cells) > width:
        cells[cells.index(max(cells))] -= 1
    if cells:
        cells[0] += width - sum(cells)
    return "".join(letter_of(at) * count for at, count in enumerate(cells))


def letter_of(at: int) -> str:
    """The letter of the type at this place of the mix."""
    return chr(ord("a") + at % 26)


def shape_text(tensor: TensorInfo) -> str:
    """The shape as it is stored: "64 x 512"."""
    return " x ".join(map(str, tensor.shape))


def bits_per_weight(header: ModelHeader) -> float | None:
    """Bits of storage per element over all tensors; None for a file without tensors."""
    stored = sum(tensor.bytes for tensor in header.tensors)
    return 8 * stored / header.parameters if header.parameters else None


def record(
    header: ModelHeader, verdicts: Mapping[str, Verdict], *, path: str, sha256: str | None
) -> dict[str, Any]:
    """All of it in plain values, as `models inspect --format json` prints it; sizes in bytes."""
    return {
        "path": path,
        "size_bytes": header.size_bytes,
        "sha256": sha256,
        "container": header.container,
        "container_version": header.container_version,
        "name": header.name,
        "architecture": header.architecture,
        "model_type": header.model_type,
        "quantisation": header.quantisation,
        "parameters": header.parameters,
        "bits_per_weight": bits_per_weight(header),
        "context_length": header.context_length,
        "embedding_length": header.embedding_length,
        "block_count": header.block_count,
        "head_count": header.head_count,
        "head_count_kv": header.head_count_kv,
        "license": header.license,
        "chat_template": header.chat_template,
        "tokenizer": _tokenizer(header),
        "engines": {
            engine: {"runs": verdict.runs, "reason": verdict.reason, "hint": verdict.hint}
            for engine, verdict in verdicts.items()
        },
        "mix": [
            {
                "type": share.type,
                "tensors": share.tensors,
                "elements": share.elements,
                "bytes": share.bytes,
                "part": round(share.part, 6),
            }
            for share in mix(header.tensors)
        ],
        "metadata": {key: _plain(value) for key, value in header.metadata.items()},
        "tensors": [
            {
                "name": tensor.name,
                "shape": list(tensor.shape),
                "type": tensor.type,
                "bytes": tensor.bytes,
                "offset": tensor.offset,
            }
            for tensor in header.tensors
        ],
    }


def _tokenizer(header: ModelHeader) -> dict[str, Any]:
    vocabulary = header.vocabulary
    return {
        "kind": header.tokenizer,
        "pieces": vocabulary.size,
        "merges": vocabulary.merges.length if vocabulary.merges else 0,
        "byte_pieces_missing": vocabulary.byte_pieces_missing,
        "duplicates": vocabulary.duplicates,
        "invalid_utf8": vocabulary.invalid_utf8,
    }


def _plain(value: object) -> object:
    if isinstance(value, ArraySummary):
        return {"array": value.type, "length": value.length}
    return value
