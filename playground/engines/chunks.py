"""Cuts a prompt where a GPT-2 tokeniser cuts words, so that native code only sees short pieces.

The native tokenisers of the GPT-2 kind match with a recursive regular expression and search each
word for its longest known beginning: the time grows with the square of the text, and a word of some
ten thousand characters overflows the stack. Cut between two matches of the same expression, the
pieces give the very tokens the whole would give.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# The split expression of GPT-2 (github.com/openai/gpt-2, encoder.py) over bytes, with the ASCII
# classes of C++'s std::regex in the C locale that the engine compiles it with.
_WORDS = re.compile(
    rb"'s|'t|'re|'ve|'m|'ll|'d| ?[A-Za-z]+| ?[0-9]+| ?[^\s\x0b\x0cA-Za-z0-9]+|\s+(?!\S)|\s+"
)

CHUNK_BYTES = 512
"""Pieces are at most this long."""

WORD_BYTES = 256
"""A longer unbroken word is cut hard; only there can a token differ from the uncut text's."""


def chunks(data: bytes) -> Iterator[bytes]:
    """Cut `data` into pieces of at most `CHUNK_BYTES` that joined give `data` again."""
    start = end = 0
    for match in _WORDS.finditer(data):
        if match.end() - start > CHUNK_BYTES and end > start:
            yield data[start:end]
            start = end
        end = match.end()
        while end - start > CHUNK_BYTES:
            yield data[start : start + WORD_BYTES]
            start += WORD_BYTES
    if start < len(data):
        yield data[start:]
