"""The compare screen: moves among the answers of a session, judges them and exports them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from playground.domain.comparison import Comparison, compare
from playground.domain.diffs import difference
from playground.domain.edits import Edit
from playground.domain.judgements import Judgement, Side, rated
from playground.domain.records import LaneRecord, SessionRecord
from playground.domain.terminal import visible
from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.exports import BY_NAME, write_export
from playground.services.sessions import SessionStore, open_session
from playground.ui.differences import diff_text
from playground.ui.keys import either_case
from playground.ui.ordered_keys import Reading
from playground.ui.screens.ask import AskText
from playground.ui.screens.compare import texts
from playground.ui.screens.compare.conclusions import ConclusionsScreen
from playground.ui.screens.compare.export import ExportDialog, ExportWish
from playground.ui.screens.compare.grid import CompareGrid
from playground.ui.screens.leaving import LeavableScreen
from playground.ui.screens.page import PageScreen

_FOOT = " Enter Open Space Mark D Diff +- Rate E Note S Sums C Conclude P Replay X Export"


class CompareScreen(Reading, LeavableScreen[None]):
    """Shows a session as it is on disk; with a store it can be judged and concluded, too."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("escape,q,ctrl+y", "dismiss(None)", "Back", show=False),
        Binding("enter", "open", "Open", show=False),
        Binding("space", "mark", "Mark", show=False),
        Binding("d", "diff", "Compare words", show=False),
        Binding("p", "replay", "Replay", show=False),
        Binding("s", "summary", "Summary", show=False),
        Binding("c", "conclude", "Conclusions", show=False),
        Binding("x", "export", "Export", show=False),
        Binding("plus", "rate(1)", "Better", show=False),
        Binding("minus", "rate(-1)", "Worse", show=False),
        Binding("e", "note", "Note", show=False),
    )

    def __init__(
        self,
        path: Path,
        store: SessionStore | None = None,
        judged: Callable[[Judgement], None] | None = None,
        replay: Callable[[Path, int | None], None] | None = None,
    ) -> None:
        """`path` is of the session file; `store` writes it, None where it is only read.

        `judged` is told of every judgement; `replay` replays a run of a session.
        """
        super().__init__()
        self._path = path
        self._store = store
        self._told = judged
        self._replay = replay
        self._latest: dict[Side, Judgement] = {}
        """What was judged here; the file is read again a moment later."""
        self._record: SessionRecord | None = None
        self._comparison: Comparison | None = None

    def compose(self) -> ComposeResult:
        """The grid, what is under its cursor, and the verdict."""
        grid = CompareGrid()
        grid.border_title = "Compare"
        yield grid
        yield Static(id="about", markup=False)
        yield Static(id="verdict", markup=False)
        yield Static(_FOOT, classes="foot", markup=False)

    def on_mount(self) -> None:
        """Read the session; a large one takes a moment."""
        self.query_one("#about", Static).update("Reading the session …")
        self.set_focus(self._grid)
        self._read_soon()

    @property
    def _grid(self) -> CompareGrid:
        return self.query_one(CompareGrid)

    def _read_soon(self) -> None:
        self.run_worker(self._read(), group="read", exclusive=True, exit_on_error=False)

    async def _read(self) -> None:
        try:
            record = await asyncio.to_thread(open_session, self._path)
            comparison = await asyncio.to_thread(compare, record)
        except PlaygroundError as error:
            self.query_one("#about", Static).update(Content(visible(str(error))))
            return
        finally:
            self.read.set()
        self._record, self._comparison = record, comparison
        self._grid.border_title = f"Compare: {visible(comparison.title)}"
        self._grid.show(comparison)
        self.query_one("#verdict", Static).update(Content(visible(texts.verdict(comparison))))

    @on(CompareGrid.Moved)
    def _tell(self) -> None:
        if self._comparison is None:
            return
        answer = self._grid.current
        if answer is not None:
            told = texts.about(answer, self._grid.label)
        elif self._comparison.answers:
            told = Content("This model was not asked this.")
        else:
            told = Content("Nothing was answered in this session yet.")
        self.query_one("#about", Static).update(told)

    def action_open(self) -> None:
        """Read the whole answer."""
        answer = self._grid.current
        if answer is not None:
            self.app.push_screen(PageScreen(visible(self._grid.label), texts.whole(answer)))

    def action_mark(self) -> None:
        """Mark one of two to compare."""
        self._grid.toggle_mark()

    def action_diff(self) -> None:
        """Compare the words of the two that are marked, or of the marked one and this one."""
        answer = self._grid.current
        lanes = list(self._grid.marked)
        if len(lanes) == 1 and answer is not None and answer.lane is not lanes[0]:
            lanes.append(answer.lane)
        if len(lanes) < 2:
            self.notify("Mark one answer with Space, then go to another.", timeout=4)
            return
        self.run_worker(self._diff(*lanes), group="diff", exclusive=True, exit_on_error=False)

    async def _diff(self, first: LaneRecord, second: LaneRecord) -> None:
        found = await asyncio.to_thread(difference, first.text, second.text)
        title = f"{first.model.id} (run {first.run}) and {second.model.id} (run {second.run})"
        self.app.push_screen(PageScreen(visible(title), diff_text(found)))

    def action_replay(self) -> None:
        """Replay the run of the answer under the cursor."""
        answer = self._grid.current
        if answer is not None and self._replay is not None:
            self._replay(self._path, answer.lane.run)

    def action_summary(self) -> None:
        """All figures, votes and conclusions."""
        if self._comparison is not None:
            self.app.push_screen(PageScreen("Summary", texts.summary(self._comparison)))

    def action_rate(self, step: int) -> None:
        """Rate the answer under the cursor higher or lower."""
        answer = self._grid.current
        if answer is not None:
            rating, note = self._judgement(answer.lane)
            self._judge(answer.lane, rated(rating, step), note)

    def action_note(self) -> None:
        """Write a note on the answer under the cursor."""
        answer = self._grid.current
        if answer is None or not self._may_write():
            return
        lane = answer.lane
        rating, note = self._judgement(lane)

        def noted(text: str | None) -> None:
            if text is not None and text.strip() != note:
                self._judge(lane, rating, text.strip())

        self.app.push_screen(AskText(f"Note on {visible(self._grid.label)}", note), noted)

    def action_conclude(self) -> None:
        """Write the conclusions."""
        if self._comparison is None or not self._may_write():
            return

        def concluded(text: str | None) -> None:
            if text is not None and self._store is not None:
                edit = Edit(datetime.now(UTC), conclusions=text)
                self._write(lambda store: store.edit(edit))

        self.app.push_screen(ConclusionsScreen(self._comparison.conclusions), concluded)

    def action_export(self) -> None:
        """Ask how and where to, then write it."""
        if self._comparison is not None:
            path = str(Path(self._path.stem))
            self.app.push_screen(ExportDialog(path), self._export_soon)

    def _export_soon(self, wish: ExportWish | None) -> None:
        if wish is not None:
            self.run_worker(self._export(wish), group="export", exit_on_error=False)

    async def _export(self, wish: ExportWish) -> None:
        record = self._record
        assert record is not None

        def write() -> None:
            write_export(compare(record, wish.choice), wish.form, wish.path)

        try:
            await asyncio.to_thread(write)
        except PlaygroundError as error:
            self.notify(str(error), severity="error", timeout=30, markup=False)
        else:
            what = BY_NAME[wish.form].what
            self.notify(f"Written to {paths.shown(wish.path)}: {what}.", markup=False)

    def _judgement(self, lane: LaneRecord) -> tuple[int | None, str]:
        """Rating and note as they are by now."""
        latest = self._latest.get(lane.side)
        return (latest.rating, latest.note) if latest else (lane.rating, lane.note)

    def _judge(self, lane: LaneRecord, rating: int | None, note: str) -> None:
        if self._may_write():
            judgement = Judgement(lane.side, rating, note, datetime.now(UTC))
            self._latest[lane.side] = judgement
            if self._told is not None:
                self._told(judgement)
            self._write(lambda store: store.judge(judgement))

    def _may_write(self) -> bool:
        if self._store is None:
            self.notify("This session is only read here: open it to change it.", timeout=4)
        return self._store is not None

    def _write(self, change: Callable[[SessionStore], None]) -> None:
        async def write() -> None:
            assert self._store is not None
            try:
                await asyncio.to_thread(change, self._store)
            except PlaygroundError as error:
                self.notify(str(error), severity="error", timeout=30, markup=False)
            await self._read()

        self.run_worker(write(), group="change", exit_on_error=False)
