"""A screen whose changes are rendered at the cost of what changed."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen, ScreenResultType

try:
    from playground.ui.display.compositor import LeanCompositor
except ImportError:  # another Textual composes in another way; its own compositor serves
    _HAS_COMPOSITOR = False
else:
    _HAS_COMPOSITOR = True


class LeanScreen(Screen[ScreenResultType]):
    """A screen for text that streams into several widgets at once."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """As any screen."""
        super().__init__(*arguments, **options)
        if _HAS_COMPOSITOR:
            self._compositor = LeanCompositor()
