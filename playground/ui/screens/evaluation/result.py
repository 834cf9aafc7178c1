"""The scores of an evaluation while it goes on, and afterwards."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from playground.domain.evaluation import TaskResult
from playground.domain.metrics import METRICS
from playground.domain.terminal import visible
from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.evaluation.store import CONCLUSIONS
from playground.services.files import write_atomic
from playground.services.findings import write_findings
from playground.ui.desk import Desk
from playground.ui.keys import either_case
from playground.ui.screens.ask import AskText
from playground.ui.screens.compare.conclusions import ConclusionsScreen
from playground.ui.screens.evaluation.examples import ExamplesScreen
from playground.ui.screens.evaluation.lines import clock, figures, score_line
from playground.ui.screens.evaluation.source import Source, go_on
from playground.ui.screens.evaluation.texts import plots, verdicts
from playground.ui.screens.leaving import LeavableScreen
from playground.ui.screens.page import PageScreen
from playground.ui.widgets.row_list import Line, Row, RowList

_LOOK_SECONDS = 1.0
_SHARE = 0.05
"""Of the time that may go into working out figures while models compute."""
_SEPARATOR = "\n"


class ResultScreen(LeavableScreen[None]):
    """A line for each model and task; Enter looks at its answers."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("escape,q", "dismiss(None)", "Back", show=False),
        Binding("p", "plots", "Plots", show=False),
        Binding("v", "verdicts", "Verdicts", show=False),
        Binding("c", "conclude", "Conclusions", show=False),
        Binding("x", "findings", "Findings", show=False),
        Binding("s", "stop", "Stop", show=False),
        Binding("g", "go_on", "Go on", show=False, priority=True),
    )

    def __init__(self, desk: Desk, source: Source) -> None:
        """The evaluation goes on whether or not this is shown."""
        super().__init__()
        self._desk = desk
        self._source = source
        self._results: list[TaskResult] = []
        self._seen = -1
        self._next_look = 0.0
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The scores, and all figures of the line under the cursor."""
        rows = RowList(self._line)
        rows.border_title = "Evaluation"
        yield rows
        yield Static(id="about", markup=False)
        yield Static(classes="foot", markup=False)

    async def on_mount(self) -> None:
        """Look about once a second while it goes on."""
        self._show()
        self.set_focus(self._rows)
        await self._look()
        if self._source.running:
            self._timer = self.set_interval(_LOOK_SECONDS, self._look)

    async def action_stop(self) -> None:
        """Stop; what was answered stays, and it can be gone on with."""
        if self._source.sitting is not None and self._source.running:
            await self._source.sitting.stop()
            await self._look()

    async def action_go_on(self) -> None:
        """Go on with what was stopped or cut off."""
        if self._source.running or self._source.done >= self._source.total:
            return
        if self._desk.evaluation is not None and self._desk.evaluation.running:
            self._say("Another evaluation is under way; stop that one first.")
            return
        try:
            self._source = await go_on(self.app, self._desk, self._source.folder)
        except PlaygroundError as error:
            self._say(str(error))
            return
        self._seen = -1
        await self._look()
        if self._timer is None:
            self._timer = self.set_interval(_LOOK_SECONDS, self._look)

    def action_plots(self) -> None:
        """Bars and points."""
        if self._any():
            self.app.push_screen(PageScreen("Plots", partial(plots, self._results)))

    def action_verdicts(self) -> None:
        """What the tests say of every two models."""
        if self._any():
            self.app.push_screen(PageScreen("Verdicts", partial(verdicts, self._results)))

    def action_conclude(self) -> None:
        """Write down what to make of it; the findings take it in."""
        folder = self._source.folder

        def keep(text: str | None) -> None:
            if text is None:
                return
            try:
                write_atomic(folder.path / CONCLUSIONS, f"{text}\n".encode("utf-8", "replace"))
            except OSError as error:
                self._say(f"The conclusions cannot be written: {error.strerror}.")
                return
            self._say("Kept. X writes the findings with them.")

        self.app.push_screen(ConclusionsScreen(folder.conclusions()), keep)

    def action_findings(self) -> None:
        """Write the findings as Markdown and HTML into a folder."""
        if not self._any():
            return

        async def write(text: str | None) -> None:
            if text is None:
                return
            try:
                written = await asyncio.to_thread(self._written, text)
            except (PlaygroundError, OSError) as error:
                self._say(f"The findings were not written: {error}")
                return
            self._say("Written:\n" + "\n".join(paths.shown(path) for path in written))

        where = paths.shown(self._source.folder.path)
        self.app.push_screen(AskText("Write the findings into which folder?", where), write)

    def _written(self, where: str) -> list[Path]:
        """The findings in the evaluation's own folder, and in another one where that is named."""
        folder, target = self._source.folder, Path(where).expanduser()
        written = write_findings(folder)
        if target.resolve() == folder.path.resolve():
            return written
        for path in written:
            write_atomic(target / path.name, path.read_bytes())
        return [target / path.name for path in written]

    @on(RowList.Pressed)
    def _open(self, event: RowList.Pressed) -> None:
        event.stop()
        name, _, _ = event.id.partition(_SEPARATOR)
        for result in self._results:
            if result.task.name == name:
                self.app.push_screen(ExamplesScreen(result))
                return
        self._say("There are no answers yet.")

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._tell()

    async def _look(self) -> None:
        """Draw what is new."""
        running = self._source.running
        self._title()
        early = running and time.monotonic() < self._next_look
        if self._source.done != self._seen and not early:
            self._seen = self._source.done
            began = time.monotonic()
            self._results = await self._source.results()
            self._next_look = began + (time.monotonic() - began) / _SHARE
            self._show()
        if not running and self._timer is not None:
            timer, self._timer = self._timer, None
            timer.stop()  # which ends this very call, where the timer made it

    def _show(self) -> None:
        rows: list[Row] = []
        for task in self._source.tasks:
            result = self._of(task.name)
            metric = f": {METRICS[result.first_metric].title}" if result else ""
            rows.append(Row("", f"{visible(task.title)}{metric}"))
            ranked = list(result.models) if result else []
            models = [*ranked, *(one for one in self._source.models if one not in ranked)]
            rows += [Row(f"{task.name}{_SEPARATOR}{model}") for model in models]
        self._rows.show(rows, cursor=self._rows.cursor)
        self._title()
        self._tell()

    def _title(self) -> None:
        source = self._source
        told = f"Evaluation · {source.done:,} of {source.total:,} answers"
        sitting = source.sitting
        if sitting is not None and sitting.running:
            left = sitting.seconds_left
            told += f" · about {clock(left)} left" if left is not None else " · loading"
        elif sitting is not None and sitting.state == "failed":
            told += " · failed"
        elif source.done < source.total:
            told += " · stopped"
        stop = "S Stop" if source.running else "G Go on" if source.done < source.total else ""
        foot = f" Enter Answers  P Plots  V Verdicts  C Conclusions  X Findings  {stop}  Esc Back"
        if self._rows.border_title != told:
            self._rows.border_title = told
        line = self.query_one(".foot", Static)
        if line.content != foot:
            line.update(Content(foot.replace("    ", "  ")))

    def _tell(self) -> None:
        """All figures of the line under the cursor."""
        name, _, model = self._rows.cursor.partition(_SEPARATOR)
        result = self._of(name)
        sitting = self._source.sitting
        lines: list[str] = []
        if sitting is not None and sitting.error:
            lines.append(f"! {sitting.error}")
        if result is None or model not in result.efforts:
            waits = "its answers are still to come" if self._source.running else "no answers"
            lines.append(f"{model}: {waits}." if model else "")
        else:
            lines += figures(result, model)
        self._say("\n".join(lines))

    def _of(self, task: str) -> TaskResult | None:
        return next((one for one in self._results if one.task.name == task), None)

    def _any(self) -> bool:
        if not self._results:
            self._say("There are no answers yet.")
        return bool(self._results)

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    def _say(self, text: str) -> None:
        about, content = self.query_one("#about", Static), Content(visible(text))
        if about.content != content:
            about.update(content)

    def _line(self, id_: str, width: int) -> Line:
        name, _, model = id_.partition(_SEPARATOR)
        task = next(one for one in self._source.tasks if one.name == name)
        result = self._of(name)
        done, expected = self._source.done_of(name, model), self._source.expected(task)
        return Line(score_line(result, model, f"{done:>4}/{expected:<4}", width))
