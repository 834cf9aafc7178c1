"""The main screen: routes what the panes say to the run service, and its events to the panes."""

from __future__ import annotations

import contextlib
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from playground.domain.licenses import License, resolve
from playground.domain.runs import (
    LaneChanged,
    LaneEnded,
    LaneRead,
    LaneText,
    RunEvent,
    RunRequest,
    plan,
)
from playground.errors import PlaygroundError
from playground.services import paths
from playground.ui.desk import Desk
from playground.ui.help import help_text
from playground.ui.keys import binding
from playground.ui.panes.catalog import CatalogPane
from playground.ui.panes.license import LicensePane, license_text
from playground.ui.panes.output import OutputPane
from playground.ui.panes.prompt import PromptPane
from playground.ui.panes.sampling import SamplingPane
from playground.ui.screens.page import PageScreen
from playground.ui.widgets.footer import FooterBar
from playground.ui.widgets.output_grid import OutputGrid
from playground.ui.widgets.stream import StreamView

_FRAME_SECONDS = 0.1


class PlaygroundScreen(Screen[None]):
    """Catalog and licence on the left; prompt, sampling and outputs on the right."""

    AUTO_FOCUS = "PromptPane"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("run.start", "start", priority=True),
        binding("run.stop", "stop", priority=True),
        binding("catalog.focus", "go('CatalogPane')", priority=True),
        binding("prompt.focus", "go('PromptPane')", priority=True),
        binding("output.focus", "next_output(1)", priority=True),
        binding("sampling.focus", "edit_sampling", priority=True),
        binding("license.show", "show_license", priority=True),
        binding("help.open", "help", priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        """`desk` holds what this screen works with."""
        super().__init__()
        self._desk = desk
        self._current: Worker[None] | None = None
        self._starters: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        """The panes; the outputs come with the first run."""
        desk = self._desk
        with Horizontal(id="main"):
            with Vertical(id="side"):
                yield CatalogPane(dict(desk.licenses))
                yield LicensePane()
            with Vertical(id="work"):
                yield PromptPane(desk.prompt)
                yield SamplingPane()
                yield OutputGrid()
        yield FooterBar(desk.keys)

    def on_mount(self) -> None:
        """Show what is known at once; the rest of the catalog follows."""
        self._frames = self.set_interval(_FRAME_SECONDS, self._flush, pause=True)
        self.query_one(CatalogPane).show(self._desk.bundled, self._desk.chosen)
        self.query_one(FooterBar).show("prompt", running=False)

    @property
    def busy(self) -> bool:
        """Whether a run is under way."""
        return self._current is not None and self._current.is_running

    async def abandon(self) -> None:
        """End the run at once, keeping what it said so far, and wait until that is recorded."""
        if self._current is not None and self._current.is_running:
            self._current.cancel()
            with contextlib.suppress(Exception):  # how it ends is shown by its own message
                await self._current.wait()

    # Actions

    async def action_start(self) -> None:
        """Run the prompt on the selected models."""
        if self.busy:
            self.notify("A run is under way. Esc stops it.")
            return
        request = await self._request()
        if request is None:
            return
        samples = [lane.entry.id for lane in request.lanes]
        await self.query_one(OutputGrid).show(
            [
                OutputPane(
                    lane,
                    self._license(lane.entry.license).label,
                    several=samples.count(lane.entry.id) > 1,
                )
                for lane in request.lanes
            ]
        )
        self._frames.resume()
        self._current = self.run_worker(
            self._consume(request), group="run", exclusive=True, exit_on_error=False
        )
        self._draw_footer()

    async def action_stop(self) -> None:
        """Stop the run; where there is none, go back to the prompt."""
        if self.busy:
            await self._desk.service.stop()
        else:
            self.query_one(PromptPane).focus()

    def action_go(self, pane: str) -> None:
        """Go to a pane."""
        self.query_one(pane).focus()

    async def action_edit_sampling(self) -> None:
        """Open the sampling fields."""
        await self.query_one(SamplingPane).edit()

    def action_next_output(self, step: int) -> None:
        """Go to the next output, or with -1 to the one before."""
        pane = self.query_one(OutputGrid).neighbour(step)
        if pane is not None:
            pane.focus_text()

    def action_zoom(self) -> None:
        """Show the output in focus alone, or all again."""
        pane = self._focused_output()
        if pane is not None:
            self.query_one(OutputGrid).zoom(pane)

    def action_copy_output(self) -> None:
        """Copy the output in focus to the clipboard of the terminal (OSC 52)."""
        pane = self._focused_output()
        if pane is not None:
            self.app.copy_to_clipboard(pane.text)
            self.notify(f"Copied {len(pane.text):,} characters.")

    def action_show_license(self) -> None:
        """Show all that is known of the licence of the model under the cursor."""
        entry = self.query_one(CatalogPane).focused_entry
        if entry is not None:
            text = license_text(entry, self._license(entry.license))
            self.app.push_screen(PageScreen(f"Licence of {entry.id}", text))

    def action_help(self) -> None:
        """Show every key."""
        session = paths.shown(self._desk.store.path)
        self.app.push_screen(PageScreen("Help", help_text(self._desk.keys, session)))

    # What the panes say

    @on(CatalogPane.Focused)
    def _show_license(self, event: CatalogPane.Focused) -> None:
        self.query_one(LicensePane).show(event.entry, self._license(event.entry.license))

    @on(CatalogPane.Chosen)
    def _prepare(self, event: CatalogPane.Chosen) -> None:
        """Start an engine while the person still types."""
        if event.entries:
            self._desk.pool.prepare("ctransformers")

    @on(CatalogPane.Missing)
    def _explain_missing(self, event: CatalogPane.Missing) -> None:
        source = f" It is {event.entry.file} of {event.entry.repo}." if event.entry.repo else ""
        self.notify(
            f"{event.entry.id} is not on this machine.{source} "
            "Get the file and start llmplay with -m and its path.",
            severity="warning",
        )

    @on(CatalogPane.Starter)
    def _fill_in(self, event: CatalogPane.Starter) -> None:
        starters = event.entry.starters
        if not starters:
            self.notify(f"The catalog has no prompt for {event.entry.id}.")
            return
        at = self._starters[event.entry.id] = self._starters.get(event.entry.id, -1) + 1
        self.query_one(PromptPane).text = starters[at % len(starters)].prompt

    @on(DescendantFocus)
    def _draw_footer(self) -> None:
        places: dict[str, type] = {
            "catalog": CatalogPane,
            "outputs": StreamView,
        }
        place = next((name for name, cls in places.items() if isinstance(self.focused, cls)), "")
        self.query_one(FooterBar).show(place, running=self.busy)

    @on(Worker.StateChanged)
    def _run_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is not self._current or event.worker.is_running:
            return
        self._flush()
        self._frames.pause()
        self._draw_footer()
        if event.state is WorkerState.ERROR:
            self.notify(f"The run failed: {event.worker.error}", severity="error", timeout=30)

    # The run

    async def _request(self) -> RunRequest | None:
        catalog, sampling = self.query_one(CatalogPane), self.query_one(SamplingPane)
        if not catalog.chosen and catalog.focused_entry and catalog.focused_entry.installed:
            catalog.action_choose()
        if sampling.problems:
            await sampling.edit()
            self.notify(sampling.problems[0], severity="error")
            return None
        prompt = self.query_one(PromptPane).text
        request = plan(catalog.chosen, self._desk.templates, prompt=prompt, chosen=sampling.chosen)
        problems = ["The prompt is empty."] if not prompt else request.problems()
        if problems:
            self.notify(" ".join(problems), severity="warning")
            return None
        return request

    async def _consume(self, request: RunRequest) -> None:
        panes = {pane.lane.index: pane for pane in self.query_one(OutputGrid).panes}
        try:
            async with contextlib.aclosing(self._desk.service.stream(request)) as events:  # type: ignore[type-var]
                async for event in events:
                    _apply(event, panes[event.lane])
        except PlaygroundError as error:
            self.notify(str(error), severity="error", timeout=30)

    def _flush(self) -> None:
        for pane in self.query_one(OutputGrid).panes:
            pane.flush()

    def _focused_output(self) -> OutputPane | None:
        panes = self.query_one(OutputGrid).panes
        return next((pane for pane in panes if pane.has_focus_within), None)

    def _license(self, id_: str) -> License:
        return resolve(self._desk.licenses, id_)


def _apply(event: RunEvent, pane: OutputPane) -> None:
    if isinstance(event, LaneText):
        pane.collect(event.text)
    elif isinstance(event, LaneChanged):
        pane.change(event.state, event.detail)
    elif isinstance(event, LaneRead):
        pane.progress(event.done, event.total)
    elif isinstance(event, LaneEnded):
        pane.end(event.result)
