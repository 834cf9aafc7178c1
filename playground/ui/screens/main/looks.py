"""The main screen's looks: the choice of a theme, and what it says where it does not fit."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.events import Resize
from textual.widgets import Static

from playground.ui.keys import binding
from playground.ui.screens.main.base import MainBase

_COLUMNS, _ROWS = 60, 16


class LookRoutes(MainBase):
    """Opens the theme picker; in a small terminal a message stands where the panes would break."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("theme.pick", "pick_theme", priority=True),
    ]

    def action_pick_theme(self) -> None:
        """Choose the colours, seeing them at once."""
        from playground.ui.screens.themes import ThemeScreen  # only when it is wanted

        self.app.push_screen(ThemeScreen())

    @on(Resize)
    def _fit(self) -> None:
        """Say what is needed where there is too little room; everything goes on behind it."""
        # Not the size of the event: a layout begun before the last change tells of its own later.
        width, height = self.app.size
        small = width < _COLUMNS or height < _ROWS
        self.set_class(small, "too-small")
        notices = self.query("#too-small")
        if small and not notices:
            self.mount(Static(_message(width, height), id="too-small"))
        for notice in notices.results(Static):
            notice.update(_message(width, height))


def _message(width: int, height: int) -> str:
    return (
        f"llmplay needs {_COLUMNS} columns and {_ROWS} rows; this terminal has {width} and "
        f"{height}. Make it larger or its letters smaller: nothing is lost, and what runs goes on. "
        "F10 quits."
    )
