"""A terminal that is named while it is ours, and given back with a clean pen and its old title."""

from __future__ import annotations

import os
from typing import Any

from textual.driver import Driver
from textual.message import Message

from playground.ui.display.escaping import pressed
from playground.ui.display.pasting import pasting

# Titles are kept on a stack (XTWINOPS 22 and 23), which terminals without one ignore.
_KEEP_TITLE, _OLD_TITLE = "\x1b[22;2t", "\x1b[23;2t"
_EMPTY = "\x1b[H\x1b[2J"
"""For terminals without a second screen, as GNU screen is by default: no rest to type over."""
# These print what they do not know.
_UNTITLED = ("linux", "dumb", "vt", "cons", "sun")


def tidy(base: type[Driver]) -> type[Driver]:
    """The driver `base`, which minds the title, takes pastes as a whole, parts Esc from the key
    after it, and resets the pen.

    The display leaves the pen of its last frame set; the shell's text must not be in its colours.
    """
    titled = not os.environ.get("TERM", "dumb").startswith(_UNTITLED)

    def start_application_mode(self: Any) -> None:
        base.start_application_mode(self)
        if titled:
            self.write(f"{_KEEP_TITLE}\x1b]2;{self._app.title}\x1b\\")

    def stop_application_mode(self: Any) -> None:
        self.write("\x1b[m" + _EMPTY + _OLD_TITLE * titled)
        base.stop_application_mode(self)

    def process_message(self: Any, message: Message) -> None:
        for one in pressed(message, self._app.alt_keys):
            base.process_message(self, one)

    methods = {
        **pasting(base),
        "start_application_mode": start_application_mode,
        "stop_application_mode": stop_application_mode,
        "process_message": process_message,
    }
    return type(f"Tidy{base.__name__}", (base,), methods)
