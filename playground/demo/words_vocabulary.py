"""A GPT-2-style vocabulary of byte strings, encoded by longest match as the ggml example does."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

END_TEXT = b"<|endoftext|>"
PATTERN = re.compile(
    rb"'s|'t|'re|'ve|'m|'ll|'d| ?[A-Za-z]+| ?[0-9]+| ?[^\sA-Za-z0-9]+|\s+(?!\S)|\s+"
)
"""How the ggml code parts a text into words before it looks them up."""
SHORT_PIECES = 220
"""How many frequent two- and three-byte pieces spell out rare words."""


def train(texts: Iterable[str], size: int) -> list[bytes]:
    """Choose tokens: end of text, all bytes, letters after a space, short pieces, words."""
    words: Counter[bytes] = Counter()
    for text in texts:
        words.update(PATTERN.findall(text.encode()))
    words = Counter({word: count for word, count in words.items() if word.isascii()})
    tokens = dict.fromkeys([END_TEXT, *(bytes([byte]) for byte in range(256))])
    tokens.update(dict.fromkeys(b" " + bytes([byte]) for byte in range(ord("a"), ord("z") + 1)))
    tokens.update(dict.fromkeys(b" " + bytes([byte]) for byte in range(ord("A"), ord("Z") + 1)))
    short: Counter[bytes] = Counter()
    for word, count in words.items():
        for length in (2, 3):
            for at in range(len(word) - length + 1):
                short[word[at : at + length]] += count * (length - 1)
    tokens.update(dict.fromkeys(piece for piece, _ in short.most_common(SHORT_PIECES)))
    gain = sorted(words, key=lambda word: (-words[word] * (len(word) - 1), word))
    for word in gain:
        if len(tokens) >= size:
            break
        tokens[word] = None
    return list(tokens)


@dataclass(frozen=True)
class Vocabulary:
    """The tokens of a trained vocabulary in id order."""

    tokens: tuple[bytes, ...]
    ids: dict[bytes, int] = field(init=False)
    encode_word: functools._lru_cache_wrapper[tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ids", {token: at for at, token in enumerate(self.tokens)})
        object.__setattr__(self, "encode_word", functools.lru_cache(200_000)(self._encode_word))

    @property
    def size(self) -> int:
        """Number of tokens."""
        return len(self.tokens)

    def encode(self, text: str, first: bool) -> list[int]:  # noqa: ARG002  # shape of Encoder
        """Turn text into ids; nothing is added in front of the first text."""
        return [
            token for word in PATTERN.findall(text.encode()) for token in self.encode_word(word)
        ]

    def _encode_word(self, word: bytes) -> tuple[int, ...]:
        tokens: list[int] = []
        at = 0
        while at < len(word):
            end = len(word)
            while word[at:end] not in self.ids:
                end -= 1
            tokens.append(self.ids[word[at:end]])
            at = end
        return tuple(tokens)

    def decode(self, tokens: Iterable[int]) -> str:
        """Turn ids back into text."""
        return b"".join(self.tokens[token] for token in tokens if token).decode("utf-8", "replace")
