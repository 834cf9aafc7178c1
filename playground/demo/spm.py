"""A SentencePiece-style vocabulary: trained by pair merging, encoded as llama.cpp encodes."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

SPACE = "\u2581"
"""Stands for a space inside pieces."""
UNKNOWN, START, END = 0, 1, 2
FIRST_BYTE = 3
FIRST_PIECE = FIRST_BYTE + 256
RUNS = (SPACE * 2, SPACE * 4, SPACE * 8)
CHUNK = re.compile(f"{SPACE}+[A-Za-z]*|[A-Za-z]+|.", re.DOTALL)
"""No piece reaches across these borders, so each chunk can be encoded on its own."""
WORD = re.compile(f"({SPACE}*)([A-Za-z]+)")


def train(texts: Iterable[str], size: int) -> list[str]:
    """Learn pieces, most useful first; special and byte tokens are not among them."""
    words: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    for text in texts:
        marked = SPACE + text.replace(" ", SPACE)
        letters.update(
            character for character in marked if character.isascii() and character.isprintable()
        )
        words.update(_counted(run, word) for run, word in WORD.findall(marked))
    singles = [SPACE, *(character for character, _ in letters.most_common())]
    budget = size - FIRST_PIECE - len(singles) - len(RUNS)
    return [*RUNS, *_merges(words, budget), *singles]


def _counted(run: str, word: str) -> str:
    """Keep the one space that pairs of spaces, which merge first, leave in front of a word."""
    return (SPACE if len(run) % 2 else "") + word


def _merges(words: Counter[str], budget: int) -> list[str]:
    """Merge the most frequent pair again and again, updating only the words it is in."""
    spelled = {word: list(word) for word in words}
    pairs: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], set[str]] = {}
    for word, parts in spelled.items():
        for pair in itertools.pairwise(parts):
            pairs[pair] += words[word]
            where.setdefault(pair, set()).add(word)
    pieces: dict[str, None] = {}
    while len(pieces) < budget and pairs:
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        if pairs[best] <= 0:
            break
        pieces["".join(best)] = None
        for word in where.pop(best, set()):
            parts = spelled[word]
            for pair in itertools.pairwise(parts):
                pairs[pair] -= words[word]
            spelled[word] = parts = _joined(parts, best)
            for pair in itertools.pairwise(parts):
                pairs[pair] += words[word]
                where.setdefault(pair, set()).add(word)
        del pairs[best]
    return list(pieces)


def _joined(parts: list[str], pair: tuple[str, str]) -> list[str]:
    joined: list[str] = []
    at = 0
    while at < len(parts):
        if at + 1 < len(parts) and (parts[at], parts[at + 1]) == pair:
            joined.append(parts[at] + parts[at + 1])
            at += 2
        else:
            joined.append(parts[at])
            at += 1
    return joined


@dataclass(frozen=True)
class Vocabulary:
    """The pieces of a trained vocabulary and the ids they have in a model file."""

    pieces: tuple[str, ...]
    ids: dict[str, int] = field(init=False)
    encode_chunk: functools._lru_cache_wrapper[tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "ids", {piece: FIRST_PIECE + at for at, piece in enumerate(self.pieces)}
        )
        object.__setattr__(self, "encode_chunk", functools.lru_cache(200_000)(self._encode_chunk))

    @property
    def size(self) -> int:
        """Number of tokens, special and byte tokens included."""
        return FIRST_PIECE + len(self.pieces)

    @property
    def tokens(self) -> list[str]:
        """Token texts in id order, as a GGUF file lists them."""
        return ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), *self.pieces]

    @property
    def scores(self) -> list[float]:
        """Merge priorities in id order: earlier pieces score higher."""
        return [0.0] * FIRST_PIECE + [-float(rank) for rank in range(1, len(self.pieces) + 1)]

    @property
    def kinds(self) -> list[int]:
        """GGUF token types in id order: 2 unknown, 3 control, 6 byte, 1 normal."""
        return [2, 3, 3, *([6] * 256), *([1] * len(self.pieces))]

    def encode(self, text: str, first: bool) -> list[int]:
        """Turn text into ids; the first text of a row gets the leading space of the format."""
        marked = (" " + text if first and text else text).replace(" ", SPACE)
        return [token for chunk in CHUNK.findall(marked) for token in self.encode_chunk(chunk)]

    def _encode_chunk(self, chunk: str) -> tuple[int, ...]:
        parts = list(chunk)
        while True:
            ranked = [
                (self.ids[one + two], at)
                for at, (one, two) in enumerate(itertools.pairwise(parts))
                if one + two in self.ids
            ]
            if not ranked:
                break
            _, at = min(ranked)
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        tokens: list[int] = []
        for part in parts:
            if part in self.ids:
                tokens.append(self.ids[part])
            else:
                tokens.extend(FIRST_BYTE + byte for byte in part.encode())
        return tuple(tokens)

    def decode(self, tokens: Iterable[int]) -> str:
        """Turn ids back into text."""
        data = bytearray()
        for token in tokens:
            if FIRST_BYTE <= token < FIRST_PIECE:
                data.append(token - FIRST_BYTE)
            elif token >= FIRST_PIECE:
                data += self.pieces[token - FIRST_PIECE].replace(SPACE, " ").encode()
        return data.decode("utf-8", "replace")
