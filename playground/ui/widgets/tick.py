"""A line that is ticked or not, told apart without colour."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class Tick(Widget, can_focus=True):
    """`[x] label` or `[ ] label`; Space and Enter change it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "change", "Tick", show=False),
    ]

    value: reactive[bool] = reactive(False)
    """Whether it is ticked."""

    def __init__(self, label: str, value: bool = False, *, id: str | None = None) -> None:  # noqa: A002 - as every widget
        """`value` is how it begins."""
        super().__init__(id=id)
        self._label = label
        self.set_reactive(Tick.value, value)

    def render(self) -> Content:
        """The box and what it stands for."""
        return Content(f"[{'x' if self.value else ' '}] {self._label}")

    def action_change(self) -> None:
        """Tick it, or take the tick away."""
        self.value = not self.value
