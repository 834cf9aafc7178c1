"""A page of text over the main screen: the help, a whole licence."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from playground.ui.keys import either_case
from playground.ui.screens.leaving import LeavableScreen


class _Fitted(Static):
    """Text that is laid out for the width it has."""

    def __init__(self, made: Callable[[int], Content]) -> None:
        super().__init__()
        self._made = made
        self._width = 0

    def on_resize(self) -> None:
        """Lay it out anew, where the width is another one."""
        if self._width != self.size.width:
            self._width = self.size.width
            self.update(self._made(self._width))


class PageScreen(LeavableScreen[None]):
    """Shows text; Esc or Q goes back."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("escape,q,f1,f7,enter", "dismiss(None)", "Back", show=False),
    )

    def __init__(self, title: str, text: Content | Callable[[int], Content]) -> None:
        """`text` wraps and scrolls; it may be made for a number of columns."""
        super().__init__()
        self._heading = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The text and how to leave it."""
        with VerticalScroll() as body:
            body.border_title = self._heading
            yield _Fitted(self._text) if callable(self._text) else Static(self._text)
        yield Static(" Esc Back  ↑ ↓ PgUp PgDn Scroll", classes="foot")
