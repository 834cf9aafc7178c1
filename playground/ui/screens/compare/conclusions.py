"""Asks for the conclusions of a session: several lines."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from playground.ui.screens.leaving import LeavableScreen
from playground.ui.widgets.editor import Editor


class ConclusionsScreen(LeavableScreen[str | None]):
    """Gives the text, or None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", show=False, priority=True),
        Binding("f2,ctrl+o", "keep", "Keep", show=False, priority=True),
    ]

    def __init__(self, text: str) -> None:
        """`text` is there to be edited."""
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The editor and how to leave it."""
        editor = Editor(self._text)
        editor.border_title = "Conclusions"
        yield editor
        yield Static(" F2 Keep  Esc Back, leaving them as they were", classes="foot", markup=False)

    def action_keep(self) -> None:
        """Take what is written."""
        self.dismiss(self.query_one(Editor).exact.strip())
