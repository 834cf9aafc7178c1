"""The replay of a session on the screen: each answer once more, and whether it is the same."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from playground.domain.diffs import difference
from playground.domain.records import LaneRecord, SessionRecord
from playground.domain.replays import Replay
from playground.domain.terminal import visible
from playground.errors import PlaygroundError
from playground.services.replaying import ReplayService
from playground.services.runner import RunService
from playground.services.sessions import open_session
from playground.ui.differences import diff_text
from playground.ui.keys import either_case
from playground.ui.screens.leaving import LeavableScreen
from playground.ui.screens.page import PageScreen
from playground.ui.widgets.row_list import Line, Row, RowList

_FOOT = " Enter What differs  Esc Stop, then back"
_MARKS = {"identical": "✓", "differs": "≠", "cannot run": "✗"}
_FRAME_SECONDS = 0.2


class ReplayScreen(LeavableScreen[None]):
    """Runs what was recorded with the same files and seeds; nothing of it is recorded."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("escape,q", "stop", "Stop, then back", show=False),
        Binding("d", "open", "What differs", show=False),
    )

    def __init__(self, runs: RunService, path: Path, run: int | None = None) -> None:
        """`path` is of the session file, `run` the number of its only run that is wanted.

        `runs` records nothing.
        """
        super().__init__()
        self._runs = runs
        self._path = path
        self._run = run
        self._lanes: dict[str, LaneRecord] = {}
        self._found: dict[str, Replay] = {}
        self._said: dict[str, int] = {}
        """Tokens of what is being said."""
        self._drawn: dict[str, int] = {}
        self._state = "Reading the session …"
        self._over = False

    def compose(self) -> ComposeResult:
        """A line for each answer, and all about the one under the cursor."""
        rows = RowList(self._line)
        rows.border_title = "Replay"
        yield rows
        yield Static(id="about", markup=False)
        yield Static(id="verdict", markup=False)
        yield Static(_FOOT, classes="foot", markup=False)

    def on_mount(self) -> None:
        """Begin at once."""
        self.set_focus(self._rows)
        self._draw()
        self.set_interval(_FRAME_SECONDS, self._draw_progress)
        self.run_worker(self._replay(), group="replay", exit_on_error=False)

    async def action_stop(self) -> None:
        """Stop what runs; where nothing does, go back."""
        if self._over:
            self.dismiss(None)
            return
        self._over = True
        await self._runs.stop()

    @on(RowList.Pressed)
    def action_open(self) -> None:
        """Show what differs in the answer under the cursor, or why it cannot run."""
        lane, replay = self._current
        if lane is None:
            return
        if replay is None or replay.verdict == "cannot run":
            self.notify(replay.told if replay else "It was not replayed yet.", markup=False)
        elif replay.verdict == "identical":
            self.app.push_screen(PageScreen(_place(lane), Content(visible(replay.text))))
        else:
            self.run_worker(self._diff(lane, replay), group="diff", exit_on_error=False)

    async def _diff(self, lane: LaneRecord, replay: Replay) -> None:
        found = await asyncio.to_thread(difference, lane.text, replay.text)
        title = f"{_place(lane)}: then and now, {replay.told}"
        self.app.push_screen(PageScreen(visible(title), diff_text(found)))

    async def _replay(self) -> None:
        try:
            session = await asyncio.to_thread(_whole, self._path, self._run)
            self._rows.border_title = f"Replay: {visible(session.title)}"
            lanes = [lane for run in session.runs for lane in run.lanes]
            self._lanes = {str(id(lane)): lane for lane in lanes}
            self._rows.show([Row(id_) for id_ in self._lanes])
            stream = ReplayService(self._runs).stream(session, self._hear)
            async with aclosing(stream) as replays:  # type: ignore[type-var]
                async for replay in replays:
                    if self._over:
                        break
                    self._take(replay)
        except PlaygroundError as error:
            self.notify(str(error), severity="error", timeout=30, markup=False)
        left = len(self._lanes) - len(self._found)
        self._state = f"Stopped; {left} not replayed" if left else "Done"
        self._over = True
        self._draw()

    def _hear(self, lane: LaneRecord, tokens: int) -> None:
        self._said[str(id(lane))] = tokens

    def _take(self, replay: Replay) -> None:
        id_ = str(id(replay.lane))
        self._found[id_] = replay
        self._said.pop(id_, None)
        self._rows.redraw(id_)
        self._draw()

    def _draw(self) -> None:
        """The sum of all, and what is known of the one under the cursor."""
        counts = Counter(replay.verdict for replay in self._found.values())
        if self._lanes and not self._over:
            self._state = f"{len(self._found)} of {len(self._lanes)} replayed"
        told = [
            f"{counts['identical']} identical",
            f"{counts['differs']} {'differs' if counts['differs'] == 1 else 'differ'}",
        ]
        if counts["cannot run"]:
            told.append(f"{counts['cannot run']} cannot run")
        self.query_one("#verdict", Static).update(f"{self._state}: {', '.join(told)}.")
        self._tell()

    def _draw_progress(self) -> None:
        if self._said != self._drawn:
            self._rows.redraw(*self._said)
            self._drawn = dict(self._said)

    @on(RowList.Moved)
    def _tell(self) -> None:
        lane, replay = self._current
        lines: list[str] = []
        if lane is not None:
            asked = " ".join(lane.prompt.split())
            lines = [_place(lane), f"Seed {lane.seed}. Prompt: {asked}"]
            lines.append(replay.told if replay else "")
        shown = Content("\n".join(visible(line) for line in lines))
        self.query_one("#about", Static).update(shown)

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    @property
    def _current(self) -> tuple[LaneRecord | None, Replay | None]:
        return self._lanes.get(self._rows.cursor), self._found.get(self._rows.cursor)

    def _line(self, id_: str, width: int) -> Line:
        lane, replay = self._lanes[id_], self._found.get(id_)
        mark, told = "·", ""
        if replay is not None:
            mark, told = _MARKS[replay.verdict], replay.told
        elif id_ in self._said:
            mark, told = "▸", f"{self._said[id_]} tokens of {lane.completion_tokens}"
        place = f" {mark} {visible(_place(lane))}"
        room = max(16, min(cell_len(place) + 2, width // 2))
        line = f"{_fitted(place, room - 2)}  {_fitted(visible(told), width - room)}"
        return Line(line.rstrip(), "away" if mark == "✗" else "chosen" if mark == "≠" else "")


def _whole(path: Path, run: int | None) -> SessionRecord:
    """The session with all lanes of its runs, or of one."""
    session = open_session(path)
    runs = [one for one in session.runs if run in {None, one.number}]
    return replace(session, runs=[replace(one, lanes=tuple(one.lanes)) for one in runs])


def _place(lane: LaneRecord) -> str:
    parts = [f"run {lane.run}", lane.model.id]
    parts += [lane.variant] if lane.variant else []
    parts += [f"sample {lane.sample + 1}"] if lane.sample else []
    parts += [f"version {lane.version}"] if lane.version > 1 else []
    return ", ".join(parts)


def _fitted(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…"
