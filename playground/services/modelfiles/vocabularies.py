"""Boils a vocabulary of up to millions of pieces down to the facts an engine depends on."""

import math
from collections.abc import Mapping, Sequence, Set

from playground.domain.headers import ArraySummary, Vocabulary

_BYTE_PIECES = tuple(f"<0x{value:02X}>".encode() for value in range(256))
_NEWLINE = _BYTE_PIECES[10]
_BYTE_TYPE = 6
_KNOWN_TYPES = frozenset(range(1, 7))
_STAND_INS = ("Ġ".encode(), "Ċ".encode())


def summarise(
    pieces: Sequence[bytes],
    *,
    scores: Sequence[float] | None = None,
    types: Sequence[int] | None = None,
    arrays: Mapping[str, ArraySummary] | None = None,
) -> Vocabulary:
    """The facts about `pieces`; `arrays` describes the scores, types and merges beside them."""
    described = arrays or {}
    distinct = set(pieces)
    malformed = 0
    if types is not None:
        pairs = zip(pieces, types, strict=False)
        byte_pieces = frozenset(_BYTE_PIECES)
        malformed = sum(kind == _BYTE_TYPE and piece not in byte_pieces for piece, kind in pairs)
    return Vocabulary(
        size=len(pieces),
        scores=described.get("scores"),
        types=described.get("types"),
        merges=described.get("merges"),
        bad_scores=sum(map(math.isnan, scores)) if scores is not None else 0,
        byte_pieces_missing=sum(piece not in distinct for piece in _BYTE_PIECES),
        newline_piece=_NEWLINE in distinct,
        malformed_byte_pieces=malformed,
        unknown_types=sum(kind not in _KNOWN_TYPES for kind in types) if types is not None else 0,
        raw_bytes=frozenset(value for value in range(256) if bytes([value]) in distinct),
        mapped_pieces=sum(piece.startswith(_STAND_INS) for piece in pieces),
        invalid_utf8=_count_invalid(pieces),
        duplicates=len(pieces) - len(distinct),
        repeated=_count_repeated(pieces, distinct),
    )


def _count_repeated(pieces: Sequence[bytes], distinct: Set[bytes]) -> int:
    if b"" not in distinct and not any(b"\0" in piece for piece in distinct):
        return len(pieces) - len(distinct)
    texts = [text for text in (piece.partition(b"\0")[0] for piece in pieces) if text]
    return len(texts) - len(set(texts))


def _count_invalid(pieces: Sequence[bytes]) -> int:
    if _is_utf8(b"\n".join(pieces)):  # most vocabularies are valid, and this is much faster
        return 0
    return sum(not _is_utf8(piece) for piece in pieces)


def _is_utf8(piece: bytes) -> bool:
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
