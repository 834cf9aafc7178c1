"""A stream view in which a text can be found: all matches marked, one of them the current."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import ClassVar, NamedTuple

from rich.segment import Segment

from playground.ui.widgets.stream import StreamView
from playground.ui.widgets.wrapping import WrappedText, show


class Mark(NamedTuple):
    """A stretch of one line that belongs to a match."""

    start: int
    end: int
    number: int
    """Of the match, from 0."""


class Matches:
    """Where a text occurs in wrapped lines; an occurrence may run over several of them."""

    def __init__(self, wrapped: WrappedText, wanted: str) -> None:
        """Capitals count only where `wanted` has some."""
        starts = set(wrapped.paragraphs)
        pieces: list[str] = []
        lengths: list[int] = []
        for at, line in enumerate(wrapped.lines):
            # The break after a paragraph is a character of its own, as it is in the text.
            piece = line + "\n" if at + 1 in starts else line
            pieces.append(piece)
            lengths.append(len(piece))
        begins = [0, *accumulate(lengths)]
        flags = re.IGNORECASE if wanted == wanted.lower() else 0
        self.marks: dict[int, list[Mark]] = {}
        self.lines: list[int] = []
        """The line each match begins in."""
        for number, match in enumerate(re.finditer(re.escape(wanted), "".join(pieces), flags)):
            row = bisect_right(begins, match.start()) - 1
            self.lines.append(row)
            while row < len(lengths) and begins[row] < match.end():
                start = max(match.start() - begins[row], 0)
                end = min(match.end() - begins[row], len(wrapped.lines[row]))
                self.marks.setdefault(row, []).append(Mark(start, end, number))
                row += 1


class SearchView(StreamView):
    """Marks matches by underline, the current one by reversal, so that no colour is needed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"stream-view--match", "stream-view--current"}

    _wanted = ""
    _matches: Matches | None = None
    _current = 0

    @property
    def wanted(self) -> str:
        """What is searched for; empty where nothing is."""
        return self._wanted

    @property
    def found(self) -> tuple[int, int]:
        """The number of the current match from 1 (0 where there is none), and of all."""
        count = len(self._matches.lines) if self._matches else 0
        return (min(self._current + 1, count), count)

    def search(self, wanted: str) -> None:
        """Mark a text and go to its first match from the top of the view on; empty ends that."""
        self._wanted = show(wanted)
        self._current = 0
        self._find()
        if self._matches and self._matches.lines:
            top = self.scroll_offset.y
            below = (at for at, line in enumerate(self._matches.lines) if line >= top)
            self._current = next(below, 0)
            self._reveal()
        self.refresh()

    def next_match(self, step: int) -> None:
        """Go to another match, round the ends; text that came meanwhile is searched as well."""
        self._find()
        count = self.found[1]
        if count:
            self._current = (self._current + step) % count
            self._reveal()
        self.refresh()

    def _find(self) -> None:
        """Look again, because the text or its wrapping changed."""
        wrapped = self._wrapped
        self._matches = Matches(wrapped, self._wanted) if wrapped and self._wanted else None

    def _reveal(self) -> None:
        """Bring the current match into view, a third from the top where it is not there yet."""
        assert self._matches is not None
        line = self._matches.lines[self._current]
        top, page = self.scroll_offset.y, self._page()
        self.follow = False
        if not top <= line < top + page:
            self._move_to(max(0, line - page // 3))

    def _wrap(self, width: int) -> None:
        super()._wrap(width)
        self._find()

    def _segments(self, row: int, line: str) -> Iterator[Segment]:
        marks = self._matches.marks.get(row) if self._matches else None
        if not marks:
            yield from super()._segments(row, line)
            return
        base = self.get_component_rich_style("stream-view--text")
        match = base + self.get_component_rich_style("stream-view--match", partial=True)
        current = base + self.get_component_rich_style("stream-view--current", partial=True)
        done = 0
        for start, end, number in marks:
            yield Segment(line[done:start], base)
            yield Segment(line[start:end], current if number == self._current else match)
            done = end
        yield Segment(line[done:], base)
