"""Text from models and files made safe to show in a terminal."""

from __future__ import annotations

import re

# C0 but tab and newline, DEL, C1, the bidirectional controls, and lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def visible(text: str) -> str:
    """The text with control characters shown instead of obeyed.

    C0 controls become their Unicode pictures (U+2400 block), lone surrogates U+FFFD, the others
    their code point in angle brackets. Tabs, newlines and all printable characters stay.
    """
    return _UNSAFE.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"⟨U+{code:04X}⟩"
