"""The line in which a filter of a list is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input


class FilterLine(Input):
    """Enter leaves it as it is, Esc empties it."""

    # With priority: what is typed ahead after the key must not end up in this line.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", show=False, priority=True),
        Binding("escape", "clear", show=False, priority=True),
    ]

    def __init__(self, text: str, leave: Callable[[], None]) -> None:
        """`leave` goes back to the list; what is in the line stays in force."""
        super().__init__(
            text,
            placeholder="words, fits:yes, size:<4GB …",
            compact=True,
            select_on_focus=False,
        )
        self.cursor_blink = False
        self._leave = leave

    def action_leave(self) -> None:
        """Go back to the list."""
        self._leave()

    def action_clear(self) -> None:
        """Go back to the list, which shows everything again."""
        self.value = ""
        self._leave()
