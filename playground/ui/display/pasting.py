"""Pasted text taken as a whole, where Textual's parser goes through it character by character."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable
from typing import Any

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START
from textual.driver import Driver
from textual.events import Paste
from textual.message import Message

from playground.ui.display.escaping import EscapeParser

_PARSER = "XTermParser"
_REPORT = re.compile(r"\x1b\[\d+;\d+R")
"""Where the cursor is: an answer to a question, which may come in the middle of a paste."""
_LONGEST = 14
"""Characters of the longest sequence that is looked for."""


class PasteParser(EscapeParser):
    """Takes a megabyte in milliseconds instead of a second of the screen's processor time."""

    _pasted: list[str] | None = None
    """What came of a paste that has not ended."""
    _tail = ""
    """The last characters of it, which may be the beginning of a sequence."""

    def feed(self, data: str) -> Iterable[Message]:
        """The events in the next characters; none at the end of the input ends the parser."""
        if not data:
            yield from super().feed(data)
        while data:
            if self._pasted is None:
                before, begun, data = data.partition(BRACKETED_PASTE_START)
                if before:
                    yield from super().feed(before)
                if begun:
                    self._pasted = []
                continue
            text, ended, data = (self._tail + data).partition(BRACKETED_PASTE_END)
            whole = len(text) if ended else _settled(text)
            text, self._tail = text[:whole], text[whole:]
            for report in _REPORT.findall(text):
                yield from super().feed(report)
            self._pasted.append(_REPORT.sub("", text))
            if ended:
                # As the parser itself does: no NUL.
                pasted, self._pasted = "".join(self._pasted).replace("\x00", ""), None
                yield Paste(pasted)


def _settled(text: str) -> int:
    """How much of it cannot be the beginning of a sequence whose end is still to come."""
    at = text.rfind("\x1b", max(0, len(text) - _LONGEST))
    return len(text) if at < 0 else at


def pasting(base: type[Driver]) -> dict[str, Any]:
    """What a driver has in the place of its own method to take pastes as a whole; perhaps none."""
    method: Callable[..., Any] | None = getattr(base, "run_input_thread", None)
    if not isinstance(method, types.FunctionType) or _PARSER not in method.__globals__:
        return {}
    known = {**method.__globals__, _PARSER: PasteParser}
    return {
        method.__name__: types.FunctionType(
            method.__code__, known, method.__name__, method.__defaults__, method.__closure__
        )
    }
