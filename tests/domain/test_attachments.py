from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domain.attachments import (
    EDITABLE_CHARACTERS,
    EDITABLE_LINES,
    editable,
    expand,
    placeholder,
    split,
    unix_lines,
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * EDITABLE_CHARACTERS,
        "\n" * EDITABLE_LINES,
        "one\r\ntwo\r\n",
        "tab\tand 世界 😀 e\u0301",
        "שלום\u200f עולם",
    ],
)
def test_what_the_editor_can_hold(text: str) -> None:
    assert editable(text)


@pytest.mark.parametrize(
    "text",
    [
        "x" * (EDITABLE_CHARACTERS + 1),
        "\n" * (EDITABLE_LINES + 1),
        "one\r\ntwo\n",
        "one\rtwo",
        "form\x0cfeed",
        "next\x85line",
        "line\u2028separator",
        "\x1b[31m",
        "\ud800",
        "\u202eevil",
        "\x00",
    ],
)
def test_what_would_be_slow_or_inexact(text: str) -> None:
    assert not editable(text)


def test_placeholders_say_how_much_and_tell_texts_apart() -> None:
    first, second = "a" * 40_000, "b" * 40_000
    name = placeholder(first, {})
    assert name == "[pasted 40,000 characters]"
    assert placeholder(first, {name: first}) == name
    assert placeholder(second, {name: first}) == "[pasted 40,000 characters #2]"
    assert placeholder("\x00", {}) == "[pasted 1 character]"


@given(st.lists(st.text(), max_size=4), st.lists(st.text(alphabet="ab[] #1,"), max_size=5))
def test_every_attachment_comes_back_in_its_place(texts: list[str], typed: list[str]) -> None:
    attached: dict[str, str] = {}
    shown, exact = "", ""
    for at in range(max(len(texts), len(typed))):
        if at < len(typed):
            shown += typed[at] + ";"
            exact += typed[at] + ";"
        if at < len(texts):
            name = placeholder(texts[at], attached)
            attached[name] = texts[at]
            shown += name
            exact += texts[at]
    assert expand(shown, attached) == exact
    assert "".join(piece for piece, _ in split(shown, attached)) == exact


def test_only_known_placeholders_are_replaced_and_only_once() -> None:
    attached = {"[pasted 5 characters]": "[pasted 5 characters]!"}
    text = "[pasted 5 characters] [pasted 6 characters]"
    assert expand(text, attached) == "[pasted 5 characters]! [pasted 6 characters]"
    assert expand(text, {}) == text


def test_terminals_line_ends_become_unix_ones() -> None:
    assert unix_lines("a\rb\r\nc\nd") == "a\nb\nc\nd"
