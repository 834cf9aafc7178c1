"""Short questions at the foot of the screen: one key, or one line of text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Input, Static

from playground.ui.screens.leaving import LeavableBox


class AskKey(LeavableBox[str | None]):
    """Asks for one of some keys; gives that key, or None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", show=False, priority=True)
    ]

    def __init__(self, question: str, choices: Mapping[str, str]) -> None:
        """`choices` holds what each character means."""
        super().__init__()
        self._question = question
        self._choices = choices

    def compose(self) -> ComposeResult:
        """The question, and a line for each key."""
        parts = [Content.styled(self._question, "bold")]
        for key, meaning in self._choices.items():
            parts.append(Content.assemble((f"{key:>4}", "bold $accent"), f"  {meaning}"))
        parts.append(Content.assemble((" Esc", "bold $accent"), "  nothing"))
        with Vertical(classes="box"):
            yield Static(Content("\n").join(parts))

    def on_mount(self) -> None:
        """No notice may stand over the question."""
        self.app.clear_notifications()

    def on_key(self, event: Key) -> None:
        """Take a key of the choices, small or capital; leave the others alone."""
        event.stop()
        pressed = event.character or ""
        for key in self._choices:
            if pressed.casefold() == key.casefold():
                self.dismiss(key)


class AskText(LeavableBox[str | None]):
    """Asks for a line of text; gives it as typed, or None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", show=False, priority=True)
    ]

    def __init__(self, question: str, value: str = "", *, hint: str = "") -> None:
        """`value` is there to be edited; `hint` says what Enter will do."""
        super().__init__()
        self._question = question
        self._value = value
        self._hint = hint or "Enter accepts, Esc leaves it as it was."

    def compose(self) -> ComposeResult:
        """The question, the line and what to do."""
        field = Input(self._value, compact=True)
        field.cursor_blink = False
        with Vertical(classes="box"):
            yield Static(Content.styled(self._question, "bold"))
            yield field
            yield Static(Content(self._hint), classes="hint")

    def on_mount(self) -> None:
        """No notice may stand over the question."""
        self.app.clear_notifications()

    @on(Input.Submitted)
    def _accept(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)


def choice_key(number: int) -> str:
    """The key that stands for an output by its number from 1: 1 to 9, then a, b, c …."""
    return str(number) if number < 10 else chr(ord("a") + number - 10)
