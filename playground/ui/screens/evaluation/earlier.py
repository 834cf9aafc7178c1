"""The evaluations of other days, the newest first."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from rich.cells import set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from playground.domain.terminal import visible
from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.evaluation.ordering import Earlier, earlier
from playground.services.evaluation.store import Folder
from playground.ui.desk import Desk
from playground.ui.keys import either_case
from playground.ui.screens.evaluation.result import ResultScreen
from playground.ui.screens.evaluation.source import Source
from playground.ui.screens.leaving import LeavableScreen
from playground.ui.widgets.row_list import Line, Row, RowList

_NONE = "Nothing was evaluated yet. Esc goes back to the tasks."


class EarlierScreen(LeavableScreen[None]):
    """Enter opens one: its scores, answers and findings."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("escape,q", "dismiss(None)", "Back", show=False),
    )

    def __init__(self, desk: Desk) -> None:
        """Nothing is read before it is shown."""
        super().__init__()
        self._desk = desk
        self._found: dict[str, Earlier] = {}

    def compose(self) -> ComposeResult:
        """The list, and what is known of the one under the cursor."""
        rows = RowList(self._line)
        rows.border_title = "Earlier evaluations"
        yield rows
        yield Static(id="about", markup=False)
        yield Static(" Enter Open  Esc Back", classes="foot", markup=False)

    async def on_mount(self) -> None:
        """Read what there is."""
        found = await asyncio.to_thread(earlier)
        self._found = {one.folder.name: one for one in found}
        rows = self.query_one(RowList)
        rows.show([Row(name) for name in self._found])
        self.set_focus(rows)
        if not found:
            self._say(_NONE)

    @on(RowList.Pressed)
    async def _open(self, event: RowList.Pressed) -> None:
        event.stop()
        try:
            source = await asyncio.to_thread(Source.read, Folder(self._found[event.id].folder))
        except PlaygroundError as error:
            self._say(str(error))
            return
        self.app.push_screen(ResultScreen(self._desk, source))

    @on(RowList.Moved)
    def _tell(self, event: RowList.Moved) -> None:
        event.stop()
        one = self._found[event.id]
        lines = [f"Tasks: {', '.join(one.tasks)}", f"Models: {', '.join(one.models)}"]
        self._say("\n".join([*lines, f"Folder: {paths.shown(one.folder)}"]))

    def _say(self, text: str) -> None:
        self.query_one("#about", Static).update(Content(visible(text)))

    def _line(self, name: str, width: int) -> Line:
        one = self._found[name]
        begun = one.plan["begun"].astimezone()
        what = f"{', '.join(one.tasks)}: {len(one.models)} models"
        return Line(set_cell_size(f" {begun:%Y-%m-%d %H:%M}  {visible(what)}", width))
