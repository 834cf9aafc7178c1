"""The terminal's pen: colours, attributes and link, and the shortest change between two of them.

A pen is a string: the SGR parameters Textual renders for a style, and after a NUL, where the
style has one, the OSC 8 parameters of its link. The empty string is the pen after a reset.
"""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

RESET = ""
_LINK_MARK = "\0"
_UNSEEN_ON_BLANKS = frozenset({"1", "2", "3"})
"""Bold, dim, italic."""


def pen_of(style: Style | None, color_system: ColorSystem) -> str:
    """The pen for `style`; metadata does not count, a link with control characters is left out."""
    if style is None:
        return RESET
    sgr = Strip.render_ansi(style, color_system)
    link = style.link
    if link and link.isprintable():
        # Rich draws a new link id for every copy of a style; the same address must be the same pen.
        return f"{sgr}{_LINK_MARK}id={crc32(link.encode()):x};{link}"
    return sgr


@lru_cache(maxsize=4096)
def blanks_alike(pen: str) -> bool:
    """Whether a cell erased with this pen looks like a space written with it."""
    sgr, _, link = pen.partition(_LINK_MARK)
    return not link and _parts(sgr)[0] <= _UNSEEN_ON_BLANKS


@lru_cache(maxsize=8192)
def transition(old: str | None, new: str) -> str:
    """The shortest escape sequences that turn the pen `old` into `new`; empty where equal.

    None stands for a pen nobody knows.
    """
    if old is None:
        return "\x1b[m" + transition(RESET, new)
    old_sgr, _, old_link = old.partition(_LINK_MARK)
    new_sgr, _, new_link = new.partition(_LINK_MARK)
    sequence = _sgr_transition(old_sgr, new_sgr)
    if old_link != new_link:
        sequence += f"\x1b]8;{new_link or ';'}\x1b\\"
    return sequence


def _sgr_transition(old: str, new: str) -> str:
    if old == new:
        return ""
    if not new:
        return "\x1b[m"
    from_scratch = f"\x1b[0;{new}m" if old else f"\x1b[{new}m"
    old_attributes, old_foreground, old_background = _parts(old)
    attributes, foreground, background = _parts(new)
    if not old_attributes <= attributes:
        return from_scratch
    codes = sorted(attributes - old_attributes)
    if foreground != old_foreground:
        codes.append(foreground)
    if background != old_background:
        codes.append(background)
    return min(f"\x1b[{';'.join(codes)}m", from_scratch, key=len)


@lru_cache(maxsize=4096)
def _parts(sgr: str) -> tuple[frozenset[str], str, str]:
    """Split SGR parameters into attributes, foreground and background (ECMA-48 8.3.117)."""
    attributes: set[str] = set()
    foreground, background = "39", "49"
    codes = sgr.split(";") if sgr else []
    at = 0
    while at < len(codes):
        code = codes[at]
        # 38 and 48 carry their colour as ";5;index" or ";2;red;green;blue".
        length = (3 if codes[at + 1] == "5" else 5) if code in {"38", "48"} else 1
        part = ";".join(codes[at : at + length])
        if code in {"38", "39"} or 30 <= int(code) <= 37 or 90 <= int(code) <= 97:
            foreground = part
        elif code in {"48", "49"} or 40 <= int(code) <= 47 or 100 <= int(code) <= 107:
            background = part
        else:
            attributes.add(part)
        at += length
    return frozenset(attributes), foreground, background
