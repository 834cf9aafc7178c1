"""From token bytes to text: no split of characters or stop strings may show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engines.text import CompletionText


@st.composite
def pieces(draw: st.DrawFn, data: st.SearchStrategy[bytes]) -> list[bytes]:
    """Some bytes, cut anywhere."""
    whole = draw(data)
    cuts = sorted(draw(st.lists(st.integers(0, len(whole)), max_size=12)))
    return [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]


def feed(tokens: list[bytes], stop: tuple[str, ...] = ()) -> tuple[str, CompletionText]:
    text = CompletionText(stop)
    shown = ""
    for token in tokens:
        if text.stopped:
            break
        shown += text.feed(token)
    return shown + text.finish(), text


@given(pieces(st.text(max_size=40).map(str.encode)))
def test_any_cut_of_utf8_gives_the_text(tokens: list[bytes]) -> None:
    assert feed(tokens)[0] == b"".join(tokens).decode()


@given(pieces(st.binary(max_size=40)))
def test_any_cut_of_any_bytes_gives_what_the_whole_gives(tokens: list[bytes]) -> None:
    assert feed(tokens)[0] == b"".join(tokens).decode("utf-8", "replace")


def until_first(text: str, stop: tuple[str, ...]) -> str:
    found = [at for at in (text.find(one) for one in stop) if at >= 0]
    return text[: min(found)] if found else text


ab = st.text("abé", max_size=30)
stops = st.lists(st.text("abé", min_size=1, max_size=5), max_size=3).map(tuple)


@given(pieces(ab.map(str.encode)), stops)
def test_the_text_ends_before_the_first_stop_string(
    tokens: list[bytes], stop: tuple[str, ...]
) -> None:
    whole = b"".join(tokens).decode()
    shown, text = feed(tokens, stop)
    # Of two that overlap, the one that is complete first ends the text; single characters tell.
    one_by_one, _ = feed([char.encode() for char in whole], stop)
    assert text.stopped == any(one in whole for one in stop)
    assert not any(one in shown for one in stop)
    assert whole.startswith(shown)
    assert len(until_first(whole, stop)) <= len(shown) <= len(one_by_one)


@given(pieces(ab.map(str.encode)), st.text("abé", min_size=1, max_size=5))
def test_one_stop_string_cuts_exactly(tokens: list[bytes], stop: str) -> None:
    whole = b"".join(tokens).decode()
    assert feed(tokens, (stop,))[0] == until_first(whole, (stop,))


@given(pieces(ab.map(str.encode)), stops)
def test_only_what_may_become_a_stop_string_is_held_back(
    tokens: list[bytes], stop: tuple[str, ...]
) -> None:
    text, shown, fed = CompletionText(stop), "", b""
    for token in tokens:
        fed += token
        shown += text.feed(token)
        if text.stopped:
            return
        held = fed.decode("utf-8", "ignore")[len(shown) :]
        assert not held or any(one.startswith(held) and one != held for one in stop)


@pytest.mark.parametrize(
    ("tokens", "shown"),
    [
        ([b"caf\xc3", b"\xa9"], ["caf", "é"]),
        ([b"\xf0\x9f", b"\x8e", b"\x89", b"!"], ["", "", "🎉", "!"]),
        ([b"\xc3", b"x"], ["", "\ufffdx"]),
    ],
)
def test_a_character_shows_with_the_token_that_completes_it(
    tokens: list[bytes], shown: list[str]
) -> None:
    text = CompletionText()
    assert [text.feed(token) for token in tokens] == shown
    assert text.finish() == ""


def test_an_unfinished_character_shows_at_the_end() -> None:
    text = CompletionText()
    assert text.feed(b"ok \xf0\x9f") == "ok "
    assert text.finish() == "\ufffd"


def test_what_might_become_a_stop_string_is_held_back() -> None:
    text = CompletionText(("\n\n",))
    assert text.feed(b"one\n") == "one"
    assert text.feed(b"two\n") == "\ntwo"
    assert text.feed(b"\nthree") == ""
    assert text.stopped
    assert text.finish() == ""


def test_what_was_held_back_in_vain_shows_at_the_end() -> None:
    text = CompletionText(("STOP",))
    assert text.feed(b"STO") == ""
    assert text.finish() == "STO"


def test_the_last_flush_may_complete_a_stop_string() -> None:
    text = CompletionText(("x\ufffd",))
    assert text.feed(b"ax\xf0") == "a"
    assert text.finish() == ""
    assert text.stopped
