from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import CursorPosition, Key, Paste
from textual.message import Message

from playground.ui.display.driver import tidy
from playground.ui.display.pasting import PasteParser

START, END = "\x1b[200~", "\x1b[201~"
PIECES = st.sampled_from(
    ["a", "\x7f", "\x1b[15~", "\x1b[D", f"{START}one\r\ntwo{END}", "\r", "é模"]
)


def events(parser: XTermParser, chunks: list[str]) -> list[tuple[str, str]]:
    def told(event: Message) -> tuple[str, str]:
        if isinstance(event, Paste):
            return ("paste", event.text)
        if isinstance(event, CursorPosition):
            return ("at", f"{event.x} {event.y}")
        assert isinstance(event, Key)
        return (event.key, event.character or "")

    return [told(event) for chunk in chunks for event in parser.feed(chunk)]


@given(st.lists(PIECES, max_size=8), st.lists(st.integers(0, 200), max_size=6))
def test_however_the_bytes_arrive_the_events_are_those_of_textual(
    pieces: list[str], cuts: list[int]
) -> None:
    data = "".join(pieces)
    places = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    chunks = [data[start:end] for start, end in pairwise(places)]
    assert events(PasteParser(), chunks) == events(XTermParser(), [data] if data else [])


@pytest.mark.parametrize(
    ("size", "last"), [(1, ""), (5, ""), (6, ""), (7, "\x1b[20"), (64, "\x1b[20"), (4096, "\x1b")]
)
def test_a_paste_in_chunks_is_one(size: int, last: str) -> None:
    text = "the quick brown fox\r" * 50 + last
    data = f"x{START}{text}{END}y"
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    assert events(PasteParser(), chunks) == [("x", "x"), ("paste", text), ("y", "y")]


@pytest.mark.parametrize("size", [6, 7, 9, 64, 4096])
def test_an_answer_of_the_terminal_in_the_middle_is_no_part_of_it(size: int) -> None:
    data = f"{START}one \x1b[12;34Rtwo \x1b[1;1R three{END}"
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    found = events(PasteParser(), chunks)
    assert found == [("at", "33 11"), ("at", "0 0"), ("paste", "one two  three")]


def test_nul_is_left_out_of_a_paste() -> None:
    assert events(PasteParser(), [f"{START}a\x00b{END}"]) == [("paste", "ab")]


def test_the_driver_takes_it() -> None:
    method = tidy(LinuxDriver).run_input_thread  # type: ignore[attr-defined]
    assert method.__globals__["XTermParser"] is PasteParser
    assert LinuxDriver.run_input_thread.__globals__["XTermParser"] is XTermParser


def test_the_end_of_the_input_ends_the_parser() -> None:
    parser = PasteParser()
    assert events(parser, ["a"]) == [("a", "a")]
    assert list(parser.feed("")) == []
    assert parser.is_eof
