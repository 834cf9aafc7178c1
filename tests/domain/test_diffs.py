from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domain.diffs import difference, words_of

TEXTS = st.text(st.sampled_from("ab \n世"), max_size=30)


def marked(old: str, new: str) -> str:
    return "".join(part.marked for part in difference(old, new).parts)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("", "", ""),
        ("one two", "one two", "one two"),
        ("one two three", "one 2 three", "one [-two-] {+2+} three"),
        ("a big red dog", "a small blue dog", "a [-big red-] {+small blue+} dog"),
        ("one two", "one", "one [-two-]"),
        ("one", "one two", "one {+two+}"),
        ("old", "new", "[-old-] {+new+}"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("one\ntwo\n", "one\nthree\n", "one\n[-two-]\n{+three+}\n"),
        ("我爱你", "我恨你", "我[-爱-] {+恨+}你"),
    ],
)
def test_words_are_marked_without_colour(old: str, new: str, shown: str) -> None:
    assert marked(old, new) == shown


def test_only_spacing_differs() -> None:
    found = difference("one  two\nthree", "one two three")
    assert found.alike
    assert marked("one  two\nthree", "one two three") == "one two three"


@given(TEXTS, TEXTS)
def test_each_text_is_what_both_and_it_alone_have(old: str, new: str) -> None:
    found = difference(old, new)
    for text, kind in ((old, "old"), (new, "new")):
        own = [
            word
            for part in found.parts
            if part.kind in {"same", kind}
            for word in words_of(part.text)
        ]
        assert own == words_of(text)
    assert found.alike == (words_of(old) == words_of(new))


def test_counts() -> None:
    found = difference("one two three", "one 2 three four")
    assert [found.words(kind) for kind in ("same", "old", "new")] == [2, 1, 2]


def test_long_texts_are_compared_by_lines() -> None:
    lines = [f"line {number} of many words" for number in range(2000)]
    changed = [*lines[:1000], "another line", *lines[1001:]]
    found = difference("\n".join(lines), "\n".join(changed))
    assert found.by_lines
    assert [part.marked for part in found.parts if part.kind != "same"] == [
        "[-line 1000 of many words-]\n",
        "{+another line+}\n",
    ]
