"""Esc and a key that arrive in one piece."""

from __future__ import annotations

import pytest
from textual.driver import Driver
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Key
from textual.message import Message

from playground.domain.key_changes import change_keys
from playground.ui.app import PlaygroundApp
from playground.ui.display.driver import tidy
from playground.ui.display.escaping import pressed
from playground.ui.display.pasting import PasteParser
from playground.ui.keys import with_alt
from tests.ui.scripted import sitting


def keys(sent: str, *bound: str) -> list[str]:
    parser = PasteParser()
    # A second Esc ends what may still go on, as the time does that passes without a key.
    events = list(parser.feed(sent)) + list(parser.feed(""))
    parts = [part for event in events for part in pressed(event, bound)]
    return [part.key for part in parts if isinstance(part, Key)]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("\x1bH", ["escape", "H"]),
        ("\x1bh", ["escape", "h"]),
        ("\x1b1", ["escape", "1"]),
        ("\x1b-", ["escape", "minus"]),
        ("\x1b\r", ["escape", "enter"]),
        ("\x1b ", ["escape", "space"]),
        ("\x1b/", ["escape", "slash"]),
        ("\x1b\x12", ["escape", "ctrl+r"]),
        ("\x1bé", ["escape", "é"]),
        ("\x1babc", ["escape", "a", "b", "c"]),
        ("\x1b", ["escape"]),
        ("\x1b\x1b[15~", ["escape", "f5"]),
        ("\x1b[A", ["up"]),
        ("\x1bb", ["ctrl+left"]),
        ("\x1b\x7f", ["ctrl+w"]),
        ("\x1bv\x1b[1;1R", ["escape", "v"]),  # behind it a terminal says where its cursor is
        ("\x1b\r\x1b[1;1R", ["escape", "enter"]),
    ],
)
def test_both_were_pressed(sent: str, expected: list[str]) -> None:
    assert keys(sent) == expected


def test_a_key_that_was_bound_with_alt_stays_whole() -> None:
    bound = with_alt(change_keys({"run.start": "alt+r", "hub.search": "alt+shift+h"}))
    assert "alt+r" in bound
    assert keys("\x1br", *bound) == ["alt+r"]
    assert keys("\x1bR", *bound) == ["escape", "R"]
    assert keys("\x1bR", "alt+shift+r") == ["alt+shift+r"]
    assert keys("\x1b1", "alt+1") == ["alt+1"]


def test_alt_is_itself_where_the_terminal_can_tell() -> None:
    assert keys("\x1b[104;3u") == ["alt+h"]


async def test_the_driver_parts_them(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []

    def take(self: Driver, message: Message) -> None:
        assert isinstance(message, Key)
        taken.append(message.key)

    monkeypatch.setattr(HeadlessDriver, "process_message", take)
    app = PlaygroundApp.__new__(PlaygroundApp)
    app.alt_keys = frozenset({"alt+x"})
    driver = tidy(HeadlessDriver)(app)
    for sent in ("\x1bh", "\x1bx"):
        parser = PasteParser()
        for event in [*parser.feed(sent), *parser.feed("")]:
            driver.process_message(event)
    assert taken == ["escape", "h", "alt+x"]


async def test_the_application_knows_what_is_bound() -> None:
    async with sitting() as one:
        assert one.app.alt_keys == frozenset()
