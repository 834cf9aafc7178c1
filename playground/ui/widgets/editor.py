"""A plain editor that stays quick whatever is pasted into it, and gives back the exact text."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.widgets import TextArea

from playground.domain.attachments import (
    EDITABLE_CHARACTERS,
    editable,
    expand,
    placeholder,
    spans,
    unix_lines,
)
from playground.ui.keys import binding


class Editor(TextArea):
    """Line editing as in a shell; what would make it slow or inexact stands in as a placeholder."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # ctrl+z, Textual's key for it, suspends the program; this one is readline's.
        binding("prompt.undo", "undo"),
    ]

    def __init__(self, text: str = "", *, id: str | None = None) -> None:  # noqa: A002 (Textual's)
        """`text` may be of any length and hold any characters."""
        self.attached: dict[str, str] = {}
        super().__init__(
            self.shown(text),
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            compact=True,
            id=id,
        )
        self.cursor_blink = False  # a blink costs bytes on the wire for as long as one thinks

    def on_mount(self) -> None:
        """Go on writing where the text ends."""
        self.move_cursor(self.document.end)

    def on_unmount(self) -> None:
        """Let go of the app: Textual keeps whoever watches the theme in memory until it changes."""
        watchers = getattr(self.app, "__watchers", {}).get("theme", [])
        watchers[:] = [one for one in watchers if one[0] is not self]

    @property
    def exact(self) -> str:
        """The text with the attachments in their place."""
        return expand(self.text, self.attached)

    def shown(self, text: str) -> str:
        """How this editor shows a text: as it is, or attached, as a placeholder."""
        if editable(text):
            return text
        name = placeholder(text, self.attached)
        self.attached[name] = text
        return name

    def load_text(self, text: str) -> None:
        """Replace the text; the cursor goes to its end."""
        super().load_text(self.shown(text))
        self.move_cursor(self.document.end)

    def insert_exact(self, text: str) -> None:
        """Put a text in the place of the selection, attached where it would make typing slow."""
        crowded = len(self.text) + len(text) > 2 * EDITABLE_CHARACTERS
        if crowded and text not in self.attached:
            name = placeholder(text, self.attached)
            self.attached[name] = text
            text = name
        else:
            text = self.shown(text)
        result = self.replace(text, *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location)

    def insert_pasted(self, text: str) -> None:
        """Put pasted text in the place of the selection: terminals send line ends as CR."""
        self.insert_exact(unix_lines(text))

    def edit(self, edit: Edit) -> EditResult:
        """Change the text; a placeholder is deleted as a whole and never written into."""
        edit.from_location, edit.to_location = self._around(edit.from_location, edit.to_location)
        return super().edit(edit)

    async def _on_paste(self, event: events.Paste) -> None:
        """Instead of Textual's own, which would wrap and draw any length."""
        event.stop()
        event.prevent_default()
        self.insert_pasted(event.text)

    def _around(
        self, start: tuple[int, int], end: tuple[int, int]
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """The same range, widened where it begins or ends inside a placeholder."""
        if not self.attached:
            return start, end
        if start == end:
            inside = self._inside(start)
            return ((start[0], inside[1]),) * 2 if inside else (start, end)
        top, bottom = sorted((start, end))
        first, last = self._inside(top), self._inside(bottom)
        return (
            (top[0], first[0]) if first else top,
            (bottom[0], last[1]) if last else bottom,
        )

    def _inside(self, location: tuple[int, int]) -> tuple[int, int] | None:
        row, column = location
        if row >= self.document.line_count:  # the end of the last line that is deleted
            return None
        line = self.document.get_line(row)
        return next(
            ((start, end) for start, end in spans(line, self.attached) if start < column < end),
            None,
        )
