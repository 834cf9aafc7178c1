from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from playground.ui.cells import char_width
from playground.ui.widgets.wrapping import NARROW, WrappedText, show, wrap

ALPHABET = "ab  \n\r\t,。「世界é\u0301😀☺\ufe0f👩\u200d💻\x1b\u202e🇬"


@given(st.text(st.sampled_from(ALPHABET)), st.integers(1, 9), st.lists(st.integers(0, 40)))
def test_text_in_pieces_wraps_as_the_whole_does(text: str, width: int, cuts: list[int]) -> None:
    whole = WrappedText(width)
    whole.append(text)
    pieces = WrappedText(width)
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(text)], strict=True):
        before = list(pieces.lines)
        first = pieces.append(text[start:end])
        assert pieces.lines[:first] == before[:first]
    assert pieces.lines == whole.lines
    assert pieces.paragraphs == whole.paragraphs


@given(st.text(st.sampled_from(ALPHABET.replace("\n", "").replace("\t", ""))), st.integers(2, 9))
def test_lines_fit_and_together_are_the_paragraph(text: str, width: int) -> None:
    lines = wrap(show(text), width)
    assert "".join(lines) == show(text)
    for line in lines:
        assert cell_len(line) <= width + line.endswith(" ")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("hello", 5, ["hello"]),
        ("hello ", 5, ["hello "]),
        ("hello you", 5, ["hello ", "you"]),
        ("to hello you", 6, ["to ", "hello ", "you"]),
        ("incomprehensible", 6, ["incomp", "rehens", "ible"]),
        ("世界你好", 5, ["世界", "你好"]),
        ("世界。你", 4, ["世", "界。", "你"]),
        ("a「世", 3, ["a", "「", "世"]),
        ("ab 世界", 5, ["ab 世", "界"]),
        ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
        ("👩\u200d💻👩\u200d💻", 3, ["👩\u200d💻", "👩\u200d💻"]),
        ("世", 1, ["世"]),
        ("to \u0301be", 2, ["to", " \u0301", "be"]),
    ],
)
def test_examples_of_wrapping(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_every_character_taken_for_narrow_is_narrow() -> None:
    narrow = [char for char in map(chr, range(0x110000)) if NARROW.fullmatch(char)]
    assert len(narrow) > 1000
    assert [char for char in narrow if char_width(char) != 1] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "␛[31m"),
        ("\x00\x07\x08\x7f", "␀␇␈␡"),
        ("\x9b1m", "⟨U+009B⟩1m"),
        ("a\u202eb\u2066\u200e", "a⟨U+202E⟩b⟨U+2066⟩⟨U+200E⟩"),
        ("\ud83d", "\ufffd"),
        ("\u2028\ufeff\U000e0041", "⟨U+2028⟩⟨U+FEFF⟩⟨U+E0041⟩"),
        ("é 世 👩\u200d💻 ☺\ufe0f", "é 世 👩\u200d💻 ☺\ufe0f"),
    ],
)
def test_controls_are_shown(text: str, shown: str) -> None:
    assert show(text) == shown


def test_line_ends_and_tabs() -> None:
    text = WrappedText(20)
    text.append("a\r\nb\r")
    text.append("\nc\rd\n\te\tf\n世\tg")
    assert text.lines == ["a", "b", "c␍d", "    e   f", "世  g"]


def test_a_tab_stop_counts_from_the_start_of_the_paragraph() -> None:
    text = WrappedText(6)
    text.append("abcdef")
    text.append("gh\ti")
    assert text.lines == ["abcdef", "gh    ", "i"]


@given(st.text(st.sampled_from(ALPHABET)), st.integers(1, 9), st.integers(1, 9))
def test_a_position_finds_its_line_at_any_width(text: str, width: int, other: int) -> None:
    old, new = WrappedText(width), WrappedText(other)
    old.append(text)
    new.append(text)
    for line in range(len(old.lines)):
        position = old.position(line)
        assert old.line_at(position) == line
        found = new.line_at(position)
        assert new.position(found) <= position
        assert found + 1 == len(new.lines) or position < new.position(found + 1)
