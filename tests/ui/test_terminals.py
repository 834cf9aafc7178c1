"""The keys as the terminals send them that people come with."""

from __future__ import annotations

import pytest
from textual.events import Key

from playground.domain.keymap import KEYMAP
from playground.ui.display.pasting import PasteParser

_VT220 = {5: 15, 6: 17, 7: 18, 8: 19, 9: 20, 10: 21, 11: 23, 12: 24}
"""Function keys as xterm, PuTTY, tmux, screen, macOS Terminal and the Linux console send them."""
_HIGH = {f"f{number}": f"\x1b[{code}~" for number, code in _VT220.items()}

TERMINALS = {
    # TERM=xterm, screen, tmux, macOS Terminal, PuTTY set to "Xterm R6" or "VT400".
    "xterm": {**{f"f{at}": f"\x1bO{char}" for at, char in enumerate("PQRS", 1)}, **_HIGH},
    # PuTTY as it is installed ("ESC[n~"), rxvt.
    "putty": {**{f"f{at}": f"\x1b[{10 + at}~" for at in range(1, 5)}, **_HIGH},
    # The console of Linux, PuTTY set to "Linux".
    "linux": {**_HIGH, **{f"f{at}": f"\x1b[[{char}" for at, char in enumerate("ABCDE", 1)}},
}
EDGES = {
    "home": ("\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~"),
    "end": ("\x1b[F", "\x1bOF", "\x1b[4~", "\x1b[8~"),
    "up": ("\x1b[A", "\x1bOA"),
    "left": ("\x1b[D", "\x1bOD"),
    "backspace": ("\x7f", "\x08"),
    "delete": ("\x1b[3~",),
    "pageup": ("\x1b[5~",),
    "enter": ("\r",),
    "ctrl+underscore": ("\x1f",),
    "ctrl+r": ("\x12",),
}


def keys(sent: str) -> list[str]:
    return [event.key for event in PasteParser().feed(sent) if isinstance(event, Key)]


@pytest.mark.parametrize("terminal", TERMINALS)
def test_function_keys(terminal: str) -> None:
    sends = TERMINALS[terminal]
    assert len(sends) == 12
    for name, sent in sends.items():
        assert keys(sent) == [name]


@pytest.mark.parametrize("name", EDGES)
def test_editing_keys(name: str) -> None:
    for sent in EDGES[name]:
        assert keys(sent) == [name], repr(sent)


def test_every_key_of_the_keymap_is_sent_by_all_of_them() -> None:
    moves = {"up", "down", "left", "right", "escape", "backspace", "space"}
    for key in KEYMAP:
        for name in key.keys:
            sent = name.startswith("ctrl+") or len(name) == 1 or name in moves
            named = name.endswith(("_sign", "stop")) or name in {"slash", "comma", "plus", "minus"}
            assert sent or named or name in TERMINALS["putty"], name
