"""Growing plain text, made harmless and wrapped to a width, where only new text costs work."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from rich.cells import cell_len

from playground.ui.cells import char_width, code_point_widths

TAB_SIZE = 4

# C0 (but tab), DEL, C1, soft hyphen, marks and overrides of direction, invisible spaces and
# operators, line separators, surrogates, annotation marks, non-characters and tags. Joiners and
# variation selectors stay: scripts and emoji need them.
_UNSAFE = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)

# Text of these characters only is one cell per code point; a test compares them with the tables.
NARROW = re.compile(
    "[ -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u052f"
    "\u2010-\u2015\u2018-\u2027\u2030-\u205e\u2070-\u209c\u20a0-\u20bf\u2100-\u2319"
    "\u2400-\u2421\u2500-\u25fc\u2713-\u2717\u27e6-\u27ef\ufffd]*"
)

# Chinese and Japanese lines do not start with the first nor end with the second (JIS X 4051).
_NOT_FIRST = frozenset("、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〟…‥")
_NOT_LAST = frozenset("‘“（〔［｛〈《「『【〝")


def show(text: str) -> str:
    """Replace what a terminal or a reader's eye would obey by something visible.

    C0 controls become their control pictures, other unsafe code points ⟨U+XXXX⟩, lone
    surrogates U+FFFD; tabs are left to the wrapping.
    """
    return text if text.isprintable() else _UNSAFE.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"⟨U+{code:04X}⟩"


def wrap(paragraph: str, width: int) -> list[str]:
    """Cut a paragraph into lines of at most `width` cells that together are the paragraph.

    A line ends after a space (which may hang one cell over the edge) or beside a wide
    character; a longer word is cut at the edge. The lines before the last stay as they are
    whatever is appended to the paragraph.
    """
    if paragraph.isascii() or NARROW.fullmatch(paragraph):
        return _wrap_narrow(paragraph, width)
    return _wrap_any(paragraph, width)


def _wrap_narrow(paragraph: str, width: int) -> list[str]:
    lines: list[str] = []
    start, length = 0, len(paragraph)
    while length - start > width:
        cut = paragraph.rfind(" ", start, start + width + 1) + 1 or start + width
        if cut >= length:
            break
        lines.append(paragraph[start:cut])
        start = cut
    lines.append(paragraph[start:])
    return lines


def _wrap_any(paragraph: str, width: int) -> list[str]:
    lines: list[str] = []
    widths = code_point_widths(paragraph)
    ends = list(accumulate(widths))
    start = done = 0
    while ends[-1] - done > width:
        over = bisect_right(ends, done + width, start)
        cut = _cut(paragraph, widths, start, over)
        if cut >= len(paragraph):
            break
        lines.append(paragraph[start:cut])
        done, start = ends[cut - 1], cut
    lines.append(paragraph[start:])
    return lines


def _cut(paragraph: str, widths: list[int], start: int, over: int) -> int:
    """The index to break at, when the code point at `over` is the first that does not fit."""
    after = _after(widths, over)
    if over == start or (paragraph[over] == " " and after == over + 1):
        return after
    for cut in range(over, start, -1):
        if widths[cut] and _may_break(paragraph, widths, cut):
            return cut
    return over


def _after(widths: list[int], at: int) -> int:
    """The index after the cluster that starts at `at`."""
    at += 1
    while at < len(widths) and not widths[at]:
        at += 1
    return at


def _may_break(paragraph: str, widths: list[int], cut: int) -> bool:
    before = cut - 1
    while before and not widths[before]:
        before -= 1
    if paragraph[before] == " ":
        return True
    # Widths without joiners and selectors, which may still be on their way in a stream.
    if char_width(paragraph[cut]) < 2 and char_width(paragraph[before]) < 2:
        return False
    return paragraph[cut] not in _NOT_FIRST and paragraph[before] not in _NOT_LAST


class WrappedText:
    """Text wrapped to `width` cells; `append` costs what the new text and the last line cost."""

    def __init__(self, width: int) -> None:
        self.width = max(width, 1)
        self.lines = [""]
        """Wrapped lines, tabs expanded and controls shown; at least one."""
        self.paragraphs = [0]
        """Index in `lines` of the first line of each paragraph, ascending."""
        self._column = 0  # cells of the last paragraph before its last line, for its tab stops
        self._held = ""  # a carriage return that a line feed may follow

    def append(self, text: str) -> int:
        """Add text and return the index of the first line that changed.

        A final carriage return is held back until it is clear that no line feed follows.
        """
        first = len(self.lines) - 1
        text = self._held + text
        self._held = "\r" if text.endswith("\r") else ""
        text = text.removesuffix("\r").replace("\r\n", "\n")
        tail, *rest = text.split("\n")
        lines = self._wrapped(self.lines.pop() + show(tail))
        self.lines += lines
        for paragraph in rest:
            self._column = 0
            self.paragraphs.append(len(self.lines))
            lines = self._wrapped(show(paragraph))
            self.lines += lines
        self._column += sum(len(line) if line.isascii() else cell_len(line) for line in lines[:-1])
        return first

    def _wrapped(self, text: str) -> list[str]:
        """The lines of `text`, which starts at cell `_column` of its paragraph."""
        if "\t" in text:
            text = _expand_tabs(text, self._column)
        return wrap(text, self.width)

    def position(self, line: int) -> int:
        """The number of characters before a line, the same for every width."""
        return sum(map(len, self.lines[:line])) + bisect_right(self.paragraphs, line)

    def line_at(self, position: int) -> int:
        """The line that holds a position as counted by `position`."""
        starts = frozenset(self.paragraphs)
        count = 0
        for index, line in enumerate(self.lines):
            count += index in starts
            if count > position:
                return max(index - 1, 0)
            count += len(line)
        return len(self.lines) - 1


def _expand_tabs(text: str, column: int) -> str:
    """Replace tabs by spaces up to the next stop, for text that starts at cell `column`."""
    *parts, last = text.split("\t")
    expanded: list[str] = []
    for part in parts:
        column += cell_len(part)
        gap = TAB_SIZE - column % TAB_SIZE
        expanded += (part, " " * gap)
        column += gap
    return "".join(expanded) + last
