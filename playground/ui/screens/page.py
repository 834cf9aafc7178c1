"""A page of text over the main screen: the help, a whole licence."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static


class PageScreen(Screen[None]):
    """Shows text; Esc or Q goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f1,f7,enter", "dismiss(None)", "Back", show=False)
    ]

    def __init__(self, title: str, text: Content) -> None:
        """`text` wraps and scrolls."""
        super().__init__()
        self._heading = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The text and how to leave it."""
        with VerticalScroll() as body:
            body.border_title = self._heading
            yield Static(self._text)
        yield Static(" Esc Back  ↑ ↓ PgUp PgDn Scroll", classes="foot")
