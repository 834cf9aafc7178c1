"""The downloads of a sitting: how far they are, pause, go on, give up."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from playground.domain.downloads import Progress
from playground.domain.terminal import visible
from playground.errors import PlaygroundError
from playground.services.hub.downloads import Downloads
from playground.ui.download_line import download_line, name_room
from playground.ui.keys import either_case
from playground.ui.screens.ask import AskKey
from playground.ui.screens.leaving import LeavableScreen
from playground.ui.widgets.row_list import Line, Row, RowList

_LOOK_SECONDS = 0.5
_FOOT = " Space Pause, go on  X Give up  C Clear what ended  Esc Back"
_NONE = "Nothing was downloaded. In the models, D downloads one and H searches the hub."


class DownloadsScreen(LeavableScreen[None]):
    """One line per download, and all about the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("escape,q,D", "dismiss(None)", "Back", show=False),
        Binding("space", "hold", "Pause or go on", show=False),
        Binding("x,delete", "give_up", "Give up", show=False),
        Binding("c", "clear", "Clear", show=False),
    )

    def __init__(self, downloads: Downloads) -> None:
        """`downloads` go on whether or not this is shown."""
        super().__init__()
        self._downloads = downloads
        self._shown: dict[str, Progress] = {}

    def compose(self) -> ComposeResult:
        """The list, and what is known of the download under the cursor."""
        rows = RowList(self._line)
        rows.border_title = "Downloads"
        yield rows
        yield Static(id="about", markup=False)
        yield Static(_FOOT, classes="foot", markup=False)

    def on_mount(self) -> None:
        """Look a few times a second while it is open."""
        self._look()
        self.set_focus(self._rows)
        self.set_interval(_LOOK_SECONDS, self._look)

    def action_hold(self) -> None:
        """Pause what moves; go on with what does not."""
        one = self._current
        if one is None or one.state == "done":
            return
        try:
            if one.moving:
                self._downloads.pause(one.id)
            else:
                self._downloads.resume(one.id)
        except PlaygroundError as error:
            self.notify(str(error), severity="error", timeout=20, markup=False)
        self._look()

    def action_give_up(self) -> None:
        """Ask, then delete what came of it."""
        one = self._current
        if one is None or one.state in {"done", "cancelled"}:
            return

        def decided(answer: str | None) -> None:
            if answer is not None:
                self._downloads.cancel(one.id)
                self._look()

        choices = {"x": "give it up and delete what came so far"}
        self.app.push_screen(AskKey(f"{visible(one.name)}: {one.figures()}", choices), decided)

    def action_clear(self) -> None:
        """Take what is whole or given up from the list."""
        self._downloads.clear()
        self._look()

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    @property
    def _current(self) -> Progress | None:
        return self._shown.get(self._rows.cursor)

    def _look(self) -> None:
        """Draw what changed."""
        now = {one.id: one for one in self._downloads.progress}
        before, self._shown = self._shown, now
        if list(now) != list(before):
            self._rows.show([Row(id_) for id_ in now], cursor=self._rows.cursor)
        else:
            self._rows.redraw(*(id_ for id_ in now if now[id_] != before[id_]))
        self._tell()

    @on(RowList.Moved)
    def _tell(self) -> None:
        one = self._current
        about = self.query_one("#about", Static)
        text = Content(_NONE) if one is None else self._about(one)
        if about.content != text:
            about.update(text)

    @on(RowList.Pressed)
    def _pressed(self) -> None:
        self.action_hold()

    def _about(self, one: Progress) -> Content:
        pull = self._downloads.pull(one.id)
        lines = [
            f"{pull.id} at {pull.commit[:10]}",
            f"Licence: {', '.join(pull.licenses)}",
        ]
        if len(pull.files) > 1:
            lines.append(f"{len(pull.files)} parts")
        if one.path is not None:
            lines.append(one.path)
        parts = [Content(visible(line)) for line in lines]
        if one.error is not None:
            parts.append(Content.styled(visible(str(one.error)), "$text-error"))
        return Content("\n").join(parts)

    def _line(self, id_: str, width: int) -> Line:
        room = name_room(self._shown.values(), width)
        return Line(download_line(self._shown[id_], width, room))
