"""The place of the outputs on the main screen: columns while they fit, then rows."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Grid
from textual.widgets import Static

from playground.ui.panes.output import OutputPane

_MIN_WIDTH = 24
_HINT = """\
Three keys to a first answer:

  F2      go to the models, then Space to select one or more
  F3      go to the prompt (P on a model fills in one that suits it)
  F5      run: the answers stream here, side by side

Esc stops and keeps the text. F1 shows every key."""


class OutputGrid(Grid):
    """Lays output panes out side by side."""

    def on_mount(self) -> None:
        """Until there are outputs, say how to get some."""
        self.mount(Static(_HINT, id="hint"))

    @property
    def panes(self) -> list[OutputPane]:
        """The outputs in the order of their lanes."""
        return list(self.query(OutputPane))

    async def show(self, panes: Sequence[OutputPane]) -> None:
        """Replace what is shown."""
        self.remove_class("zoomed")
        async with self.batch():
            await self.remove_children()
            await self.mount_all(panes)
        self.fit_columns()

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self.fit_columns()

    def fit_columns(self) -> None:
        """As many columns as fit, as even rows as that allows."""
        count = 1 if self.has_class("zoomed") else max(1, len(self.panes))
        fitting = max(1, self.size.width // _MIN_WIDTH)
        rows = -(-count // fitting)
        self.styles.grid_size_columns = -(-count // rows)
        self.styles.grid_size_rows = rows

    def zoom(self, pane: OutputPane) -> None:
        """Show one output alone, or all again."""
        alone = not self.has_class("zoomed")
        self.set_class(alone, "zoomed")
        for other in self.panes:
            other.display = other is pane or not alone
        self.fit_columns()

    def neighbour(self, step: int) -> OutputPane | None:
        """The output `step` places from the one in focus, round the ends."""
        panes = self.panes
        if not panes:
            return None
        at = next((at for at, pane in enumerate(panes) if pane.has_focus_within), None)
        pane = panes[0 if at is None else (at + step) % len(panes)]
        if self.has_class("zoomed"):
            for other in panes:
                other.display = other is pane
        return pane
