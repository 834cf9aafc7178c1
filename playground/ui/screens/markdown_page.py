"""A finished text read as Markdown, on a page of its own."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Markdown, Static

from playground.domain.terminal import visible
from playground.ui.keys import either_case
from playground.ui.screens.leaving import LeavableScreen

# Every paragraph is a widget: a book would take minutes to lay out.
_MOST_CHARACTERS = 60_000


class MarkdownPage(LeavableScreen[None]):
    """Shows headings, lists, tables and highlighted code; Esc or Q goes back."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("escape,q,m,enter", "dismiss(None)", "Back", show=False),
    )

    def __init__(self, title: str, text: str) -> None:
        """Controls in `text` are shown, not obeyed; links open nothing."""
        super().__init__()
        self._heading = title
        self._text = visible(text[:_MOST_CHARACTERS])
        self._cut = len(text) > _MOST_CHARACTERS

    def compose(self) -> ComposeResult:
        """The text and how to leave it."""
        with VerticalScroll() as body:
            body.border_title = self._heading
            yield Markdown(self._text, open_links=False)
        cut = f"  The first {_MOST_CHARACTERS:,} characters" if self._cut else ""
        yield Static(f" Esc Back  ↑ ↓ PgUp PgDn Scroll{cut}", classes="foot")
