"""Screens and boxes that are left once, however many keys wish it."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen, ScreenResultType


class LeavableScreen(Screen[ScreenResultType]):
    """A screen over the main one."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave, unless that was done.

        Enter may still be on its way through a field when Esc, typed after it, has left already;
        Textual would then take the screen below away, and end the program where there is none.
        """
        return super().dismiss(result) if self.is_active else AwaitComplete()


class LeavableBox(ModalScreen[ScreenResultType], LeavableScreen[ScreenResultType]):
    """A box over a screen that stays in sight."""
