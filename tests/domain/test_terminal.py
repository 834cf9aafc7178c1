from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domain.terminal import visible


@given(st.text(st.characters()))
def test_nothing_shown_can_command_a_terminal(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert not any(
        unicodedata.category(char) in {"Cc", "Cs"} for char in shown if char not in "\t\n"
    )
    assert visible(shown) == shown


@given(st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cf"])))
def test_what_is_harmless_stays(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("\x1b[2J", "␛[2J"),
        ("\x00\x07\r", "␀␇␍"),
        ("\x7f", "␡"),
        ("\x9b31m", "⟨U+009B⟩31m"),
        ("abc\u202edef", "abc⟨U+202E⟩def"),
        ("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"),
        ("\ud800", "\ufffd"),
        ("👩‍👧 é 漢", "👩‍👧 é 漢"),
    ],
)
def test_controls_are_shown_instead_of_obeyed(text: str, shown: str) -> None:
    assert visible(text) == shown
