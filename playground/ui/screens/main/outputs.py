"""The main screen's routes among the outputs: focus, zoom, copy."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from playground.ui.keys import binding
from playground.ui.panes.output import OutputPane
from playground.ui.screens.main.base import MainBase


class OutputRoutes(MainBase):
    """What can be done with outputs; panes name these actions as `screen.…`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("output.focus", "next_output(1)", priority=True),
    ]

    def action_next_output(self, step: int) -> None:
        """Go to the next output, or with -1 to the one before."""
        pane = self.outputs.neighbour(step)
        if pane is not None:
            pane.focus_text()

    def action_zoom(self) -> None:
        """Show the output in focus alone, or all again."""
        pane = self.focused_output
        if pane is not None:
            self.outputs.zoom(pane)

    def action_copy_output(self) -> None:
        """Copy the output in focus to the clipboard of the terminal (OSC 52)."""
        pane = self.focused_output
        if pane is not None:
            self.app.copy_to_clipboard(pane.text)
            self.notify(f"Copied {len(pane.text):,} characters.")

    @property
    def focused_output(self) -> OutputPane | None:
        """The output in focus."""
        return next((pane for pane in self.outputs.panes if pane.has_focus_within), None)
