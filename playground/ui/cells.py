"""Text as terminal cells: which code points share a cell, and how many cells they take.

Widths are those of `rich.cells`, because Textual's compositor crops and pads by them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rich.cells import cell_len

_ZERO_WIDTH_JOINER = "\u200d"

# Code points that change the width or the extent of the character before them: the joiner and
# the selector of emoji presentation.
_JOINING = re.compile("[\u200d\ufe0f]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=32768)
def char_width(char: str) -> int:
    """The cells one code point takes on its own: 0, 1 or 2."""
    return cell_len(char)


def code_point_widths(text: str) -> list[int]:
    """The cells each code point of `text` adds; what shares a cell with its base counts 0.

    The sum is the width of the text, and a break is allowed only before a count above 0.
    """
    if text.isascii():
        return [1] * len(text)
    widths = list(map(char_width, text))
    end = 0
    for match in _JOINING.finditer(text):
        if match.start() < end:
            continue  # tied to its base by a joiner already
        end = match.end()
        if match[0] == _ZERO_WIDTH_JOINER and end < len(text):
            widths[end] = 0
            end += 1
        base = match.start()
        while base and not widths[base]:
            base -= 1
        widths[base] = cell_len(text[base:end])
    return widths


def cells(text: str) -> list[str]:
    """Expand `text` to one string per cell; the second cell of a wide character is empty.

    Control characters have no cell and are dropped, a lone surrogate becomes U+FFFD: neither
    may reach a terminal.
    """
    if text.isascii() and text.isprintable():
        return list(text)
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))
    row: list[str] = []
    lead = -1
    for char, width in zip(text, code_point_widths(text), strict=True):
        if width:
            lead = len(row)
            row.append(char)
            row += [""] * (width - 1)
        elif row:
            row[lead] += char
    return row
