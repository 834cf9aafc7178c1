"""What a terminal sends for a key."""

from __future__ import annotations

KEYS = {
    **{"f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS"},
    **{"f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~"},
    **{"f9": "\x1b[20~", "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~"},
    **{"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D"},
    **{"home": "\x1b[H", "end": "\x1b[F", "pageup": "\x1b[5~", "pagedown": "\x1b[6~"},
    **{"escape": "\x1b", "enter": "\r", "tab": "\t", "backspace": "\x7f", "space": " "},
    **{"slash": "/", "full_stop": ".", "comma": ",", "plus": "+", "minus": "-"},
    **{"less_than_sign": "<", "greater_than_sign": ">", "ctrl+underscore": "\x1f"},
}
"""Key names, as Textual has them, to what xterm sends."""


def key(name: str) -> str:
    """What a terminal sends for a key: a name of `KEYS`, ctrl+letter, or the character itself."""
    if name in KEYS or not name.startswith("ctrl+"):
        return KEYS.get(name, name)
    return chr(ord(name[5]) & 0x1F)
