from __future__ import annotations

import pytest

from playground.domain.preview import revealed, shortened
from playground.domain.writing import Piece


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one two", "one two"),
        (" one  two ", "·one··two·"),
        ("a \n b", "a·↵\n·b"),
        ("a\tb", "a⇥\tb"),
        ("a\xa0b\u200bc\ufeff", "a⟨U+00A0⟩b⟨U+200B⟩c⟨U+FEFF⟩"),
        ("\x00\x1b", "␀␛"),
        ("\ud800", "\ufffd"),
    ],
)
def test_what_the_eye_would_miss_is_shown(text: str, shown: str) -> None:
    assert revealed(text) == shown


def test_of_a_long_text_the_ends_are_shown_and_the_rest_is_counted() -> None:
    piece = Piece("a" * 16_000 + "b" * 1_000_000 + "c" * 4_000, False)
    head, remark, tail = shortened(piece)
    assert head.text == "a" * 16_000
    assert "1,000,000 characters" in remark.text
    assert tail.text == "c" * 4_000
