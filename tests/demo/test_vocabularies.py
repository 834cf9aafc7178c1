"""The vocabularies spell every text and merge as the engines do."""

from __future__ import annotations

import pytest

from playground.demo import spm, words_vocabulary
from playground.demo.corpus import mix

TEXTS = [document.text for document in mix.documents(400, mix.FIRST)]
SENTENCEPIECE = spm.Vocabulary(tuple(spm.train(TEXTS, 600)))
BYTES = words_vocabulary.Vocabulary(tuple(words_vocabulary.train(TEXTS, 700)))
ODD = [
    "",
    " ",
    "\n\n",
    "  two  spaces ",
    "émoji 😀 漢字",
    "tab\tand\r\n",
    "12,345.6",
    "don't I'll",
    "\x7f",
]


@pytest.mark.parametrize("text", [*ODD, *TEXTS[:20]])
def test_sentencepiece_gives_the_text_back(text: str) -> None:
    assert SENTENCEPIECE.decode(SENTENCEPIECE.encode(text, first=False)) == text
    assert SENTENCEPIECE.decode(SENTENCEPIECE.encode(text, first=True)) == (
        f" {text}" if text else ""
    )


@pytest.mark.parametrize("text", [*ODD, *TEXTS[:20]])
def test_bytes_give_the_text_back(text: str) -> None:
    assert BYTES.decode(BYTES.encode(text, first=True)) == text


def test_sizes_are_as_asked() -> None:
    assert SENTENCEPIECE.size == len(SENTENCEPIECE.tokens) == 600
    assert len(SENTENCEPIECE.scores) == len(SENTENCEPIECE.kinds) == 600
    assert BYTES.size == 700


def test_no_token_occurs_twice() -> None:
    assert len(set(SENTENCEPIECE.tokens)) == 600
    assert len(set(BYTES.tokens)) == 700


def test_pieces_never_reach_from_letters_to_anything_else() -> None:
    for piece in SENTENCEPIECE.pieces:
        letters = piece.lstrip(spm.SPACE)
        assert len(letters) <= 1 or (letters.isalpha() and len(piece) - len(letters) <= 1)


def test_better_merges_come_first() -> None:
    vocabulary = spm.Vocabulary(("ab", "bc", "abc", "a", "b", "c"))
    assert vocabulary.decode(vocabulary.encode("abc", first=False)) == "abc"
    assert vocabulary.encode("abc", first=False) == [vocabulary.ids["abc"]]
    assert vocabulary.encode("bcab", first=False) == [vocabulary.ids["bc"], vocabulary.ids["ab"]]


def test_the_longest_word_wins() -> None:
    vocabulary = words_vocabulary.Vocabulary(
        (words_vocabulary.END_TEXT, *(bytes([byte]) for byte in range(256)), b" re", b" return")
    )
    assert vocabulary.encode(" return", first=True) == [vocabulary.ids[b" return"]]
    assert vocabulary.encode(" rest", first=True)[0] == vocabulary.ids[b" re"]
