"""A view of one growing plain text that repaints only the lines that changed."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from playground.ui.widgets.wrapping import WrappedText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style

# Appended pieces are joined into one string at this number, so that tokens stay cheap to keep.
_PIECES_KEPT = 1024


class StreamView(ScrollView, can_focus=True):
    """Shows a text as it arrives, word-wrapped, with controls made visible.

    Each `append` repaints, so a caller that gets a token at a time collects tokens and appends
    about ten times a second. While `follow` is set the end stays in view: whenever the text
    reaches the bottom it moves up by `step` lines at once, because every move repaints the
    whole pane.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "Scroll up", show=False, id="output.scroll_up"),
        Binding("down", "scroll_down", "Scroll down", show=False, id="output.scroll_down"),
        Binding("pageup", "page_up", "Page up", show=False, id="output.page_up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="output.page_down"),
        Binding("home", "scroll_home", "Top", show=False, id="output.scroll_home"),
        Binding("end", "scroll_end", "End, and follow", show=False, id="output.scroll_end"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {"stream-view--text"}

    follow: var[bool] = var(True, init=False)
    """Whether the end stays in view; scrolling up ends that, reaching the end starts it."""

    def __init__(
        self,
        text: str = "",
        *,
        step: int | None = None,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 (Textual's name)
        classes: str | None = None,
    ) -> None:
        """`step` is the number of lines to move up at a time, None for two thirds of a page."""
        super().__init__(name=name, id=id, classes=classes)
        self._step = step
        self._pieces = [text]
        self._wrapped: WrappedText | None = None
        self._moving = False
        self._settled = False
        self._base: Style | None = None  # kept: Textual asks all ancestors for it each time

    @property
    def text(self) -> str:
        """The whole text as it was appended, controls included."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0]

    def append(self, text: str) -> None:
        """Add text at the end and repaint what it changes; the cost does not grow with the text."""
        if not text:
            return
        self._settled = False
        self._pieces.append(text)
        if len(self._pieces) > _PIECES_KEPT:
            # Not into the first string, which may be megabytes.
            self._pieces[1:] = ["".join(self._pieces[1:])]
        if self._wrapped is not None:
            first = self._wrapped.append(text)
            self._resize_virtual()
            self._refresh_rows(first, len(self._wrapped.lines))

    def set_text(self, text: str) -> None:
        """Show another text from its beginning, or from its end while following."""
        self._pieces = [text]
        self._settled = False
        if self._wrapped is not None:
            self._wrapped = None
            self._wrap(self._columns())
            if not self.follow:
                self._move_to(0)
            self.refresh()

    def settle(self) -> None:
        """Nothing follows for now: keep no room for it, so that the last page is a full one."""
        self._settled = True
        self._resize_virtual()

    def clear(self) -> None:
        """Show nothing, and follow again."""
        self.set_text("")
        self.follow = True

    def on_resize(self) -> None:
        """Wrap to the new width, keeping the first visible text where it is unless following."""
        width = self._columns()
        if width < 1:
            return
        old = self._wrapped
        if old is None or old.width != width:
            position = old.position(self.scroll_offset.y) if old else 0
            self._wrap(width)
            if self._wrapped is not None and not self.follow:
                self._move_to(self._wrapped.line_at(position))
            self.refresh()
        else:
            self._resize_virtual()
        if self.follow:
            self._move_to(self.max_scroll_y)

    def watch_follow(self, follow: bool) -> None:
        """Show the end as soon as following is asked for."""
        if follow:
            self._move_to(self.max_scroll_y)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Notice a person's scrolling, which stops and starts the following."""
        super().watch_scroll_y(old_value, new_value)
        if not self._moving:
            if new_value >= self.max_scroll_y:
                self.follow = True
            elif new_value < old_value:
                self.follow = False

    # The inherited actions animate, and each frame of an animation repaints the whole pane.

    def action_scroll_up(self) -> None:
        """Move up one line."""
        self._move_by(-1)

    def action_scroll_down(self) -> None:
        """Move down one line."""
        self._move_by(1)

    def action_page_up(self) -> None:
        """Move up one page."""
        self._move_by(-self._page())

    def action_page_down(self) -> None:
        """Move down one page."""
        self._move_by(self._page())

    def action_scroll_home(self) -> None:
        """Move to the first line."""
        self._move_by(-self.max_scroll_y)

    def action_scroll_end(self) -> None:
        """Move to the end and follow it."""
        self._move_by(self.max_scroll_y)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines of the view, drawn at once: there are no borders to put round them.

        In a stream every line is drawn once or twice, so to keep them for later costs more than
        it saves.
        """
        if self.styles.gutter.height or self.styles.gutter.width:
            return super().render_lines(crop)
        strips = [self.render_line(y) for y in crop.line_range]
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        left, right = crop.column_span
        if left or right < self.size.width:
            strips = [strip.crop(left, right) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """Row `y` of the visible part."""
        width = self.size.width
        row = self.scroll_offset.y + y
        base = self._base = self._base or self.rich_style
        if self._wrapped is None or row >= len(self._wrapped.lines):
            return Strip.blank(width, base)
        line = self._wrapped.lines[row]
        taken = len(line) if line.isascii() else cell_len(line)
        if taken > width:  # by the space that may hang over the edge
            return Strip(self._segments(row, line)).crop(0, width)
        return Strip([*self._segments(row, line), Segment(" " * (width - taken), base)], width)

    def notify_style_update(self) -> None:
        """The theme changed, or the focus came or went."""
        self._base = None
        super().notify_style_update()

    def _segments(self, row: int, line: str) -> Iterator[Segment]:  # noqa: ARG002 (for marks)
        """Cut a line where its style changes; marks of a search are cut here as well."""
        yield Segment(line, self.get_component_rich_style("stream-view--text"))

    def _wrap(self, width: int) -> None:
        """Wrap the whole text anew."""
        if width > 0:
            self._wrapped = WrappedText(width)
            self._wrapped.append(self.text)
            self._resize_virtual()

    def _columns(self) -> int:
        """The cells of a line, beside the room kept for the scrollbar."""
        return self.size.width - self.scrollbar_size_vertical

    def _page(self) -> int:
        """The number of lines in view, at least one."""
        return max(self.size.height, 1)

    def _resize_virtual(self) -> None:
        """Give the text room in steps, so that most appends change neither layout nor scrollbar."""
        if self._wrapped is None:
            return
        page = self._page()
        step = 1 if self._settled else self._step or max(page * 2 // 3, 1)
        height = page + max(0, ceil((len(self._wrapped.lines) - page) / step)) * step
        size = Size(self._wrapped.width, height)
        if size == self.virtual_size:
            return
        if self.show_vertical_scrollbar and page < height:
            # Only the scrollbar changes; setting the property would lay out the whole screen.
            self.set_reactive(StreamView.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = height
        else:
            self.virtual_size = size
        if self.follow or self.scroll_offset.y > self.max_scroll_y:
            self._move_to(self.max_scroll_y)

    def _refresh_rows(self, start: int, end: int) -> None:
        """Repaint the rows `start` to `end` of the text as far as they are in view."""
        top = self.scroll_offset.y
        start = max(start, top)
        end = min(end, top + self._page())
        if start < end:
            self.refresh(Region(0, start - top, self._columns(), end - start))

    def _move_to(self, line: int) -> None:
        """Scroll for the widget's own reasons, which leaves `follow` as it is."""
        self._moving = True
        try:
            self.scroll_to(y=line, animate=False, force=True)
        finally:
            self._moving = False

    def _move_by(self, lines: int) -> None:
        """Scroll for a person; reaching the end follows it again."""
        if not self.max_scroll_y:
            raise SkipAction
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True)
        if lines > 0 and self.scroll_offset.y >= self.max_scroll_y:
            self.follow = True
