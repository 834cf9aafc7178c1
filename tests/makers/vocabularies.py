"""Made-up vocabularies: all bytes, the printable characters, then four-letter words."""

from itertools import chain, islice, product

_VOWELS = "aeiou"
_CONSONANTS = "bcdfghjklmnpqrstvwyz"
_PATTERNS = ("CVCV", "VCVC", "CVVC", "CCVC")


def words(count: int) -> list[str]:
    """`count` distinct made-up words of four letters (at most 70,000)."""
    spelt = chain.from_iterable(
        product(*(_VOWELS if kind == "V" else _CONSONANTS for kind in pattern))
        for pattern in _PATTERNS
    )
    found = ["".join(letters) for letters in islice(spelt, count)]
    assert len(found) == count, f"only {len(found)} of {count} words can be spelt"
    return found


def sentencepiece(size: int) -> tuple[list[bytes], list[int]]:
    """Pieces and types: <unk>, <s>, </s>, 256 byte pieces, characters, words after a space mark."""
    pieces = [b"<unk>", b"<s>", b"</s>", *(f"<0x{byte:02X}>".encode() for byte in range(256))]
    types = [2, 3, 3, *([6] * 256)]
    characters = ["▁", *(chr(code) for code in range(0x21, 0x7F))]
    rest = size - len(pieces) - len(characters)
    assert rest >= 0, f"a vocabulary of {size} is too small"
    pieces += [text.encode() for text in (*characters, *("▁" + word for word in words(rest)))]
    return pieces, types + [1] * (size - len(types))


def byte_pairs(size: int) -> list[bytes]:
    """Pieces as raw bytes: <|endoftext|>, the 256 bytes, words after a space."""
    pieces = [b"<|endoftext|>", *(bytes([byte]) for byte in range(256))]
    return pieces + [f" {word}".encode() for word in words(size - len(pieces))]


def old_sentencepiece(size: int) -> list[bytes]:
    """Pieces of the GGJT form: bytes and the space mark stand for themselves."""
    pieces, _ = sentencepiece(size)
    for byte in range(256):
        pieces[3 + byte] = bytes([byte])
    return [piece.replace("▁".encode(), b" ") for piece in pieces]
