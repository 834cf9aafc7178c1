"""Foreign text inside HTML and SVG."""

from __future__ import annotations

import html
import unicodedata

from playground.services.exports.wording import shown

_FORBIDDEN = {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}


def escaped(text: str) -> str:
    """Text that cannot be anything but text, in content and in quoted attributes.

    U+FFFE and U+FFFF, which XML forbids, become U+FFFD.
    """
    return html.escape(shown(text).translate(_FORBIDDEN), quote=True)


def cut(text: str, cells: int) -> str:
    """The text on one line, at most so many cells wide, wide characters counting two."""
    found: list[str] = []
    width = 0
    text = " ".join(shown(text).split())
    for char in text:
        width += cell_width(char)
        if width > cells - 1 and len(found) < len(text) - 1:
            return "".join(found) + "…"
        found.append(char)
    return "".join(found)


def cell_width(char: str) -> int:
    """2 for a wide character of East Asia, else 1."""
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
