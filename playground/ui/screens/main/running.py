"""The main screen's routes of a run: panes to the service, its events to the panes."""

from __future__ import annotations

import asyncio
import contextlib
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from playground.domain.asking import Asked
from playground.domain.endpoints import EndpointSettings
from playground.domain.runs import (
    LaneChanged,
    LaneEnded,
    LaneEvent,
    LaneNoted,
    LaneRead,
    LaneText,
    RecordingChanged,
    RunRequest,
    plan,
)
from playground.errors import PlaygroundError
from playground.services.constraints import ConstraintError, read_all
from playground.services.endpoints.trust import trust, untrusted
from playground.services.sessions import SessionError
from playground.ui.keys import binding
from playground.ui.panes.output import OutputPane
from playground.ui.screens.ask import AskKey
from playground.ui.screens.main.base import MainBase

_FRAME_SECONDS = 0.1
_MANY = 3
_MANY_FRAME_SECONDS = 0.15
"""With so many outputs a frame costs more, and nobody reads them all at once."""


class RunRoutes(MainBase):
    """Starts and stops a run, and paints what it says up to ten times a second."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("run.start", "start", priority=True),
        binding("run.stop", "stop", priority=True),
    ]

    _frames: Timer
    _current: Worker[None] | None = None
    _remarks: frozenset[str] = frozenset()
    """Those that need no repeating."""

    def on_mount(self) -> None:
        """The clock of the frames stands still while nothing runs."""
        self._frames = self.set_interval(_FRAME_SECONDS, self._flush, pause=True)

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

    async def action_start(self) -> None:
        """Run the prompt on the selected models."""
        if self.busy:
            self.notify("A run is under way. Esc stops it.")
            return
        request = await self._request()
        if request is None:
            return
        strangers = await asyncio.to_thread(untrusted, (lane.entry for lane in request.lanes))
        if strangers:
            self._ask_to_send(strangers[0])
            return
        self.models_used(request)
        self.begin(await self.lay_out(request))
        self.turn_sent()

    def _ask_to_send(self, endpoint: EndpointSettings) -> None:
        """Nothing leaves this machine before a person said so, once for each endpoint."""

        async def answered(key: str | None) -> None:
            if key is not None:
                await asyncio.to_thread(trust, endpoint)
                await self.action_start()

        question = f"{endpoint.name} {endpoint.warning}. Send it?"
        self.app.push_screen(AskKey(question, {"y": "send it, and ask no more"}), answered)

    def begin(self, request: RunRequest) -> None:
        """Run a request whose columns are laid out."""
        self.run_began()
        self._frames.stop()
        many = len(self.outputs.panes) >= _MANY
        self._frames = self.set_interval(
            _MANY_FRAME_SECONDS if many else _FRAME_SECONDS, self._flush
        )
        self._current = self.run_worker(
            self._consume(request), group="run", exclusive=True, exit_on_error=False
        )
        self.run_changed()

    async def action_stop(self) -> None:
        """Stop the run; where there is none, end a search or filter, or go back to the prompt."""
        if self.busy:
            await self.desk.service.stop()
            return
        self.app.clear_notifications()
        if self.catalog.has_focus_within and self.catalog.filter_text:
            self.catalog.action_clear_filter()
        elif not self.end_search():
            self.set_focus(self.prompt)

    def run_changed(self) -> None:
        """A run began or ended."""

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is not self._current or event.worker.is_running:
            return
        self._flush()
        self._frames.pause()
        self.run_over()
        self.run_changed()
        if event.state is WorkerState.ERROR:
            self.notify(f"The run failed: {event.worker.error}", severity="error", timeout=30)

    async def _request(self) -> RunRequest | None:
        """What the panes say, as a request; None, with a notice why, where it cannot run."""
        catalog, sampling, conversing = self.catalog, self.sampling, self.conversing
        focused = catalog.focused_entry
        if not conversing and not catalog.chosen and focused and focused.runnable:
            catalog.action_choose()
        if sampling.problems:
            await sampling.edit()
            self.notify(sampling.problems[0], severity="error")
            return None
        asked = self.prompt.asked()
        problems = asked.problems(self.desk.keys["prompt.options"])
        problems += self.turn_problems(asked) if conversing else []
        if problems:
            self.notify(" ".join(problems), severity="warning")
            return None
        make = self.next_turn if conversing else self._planned
        try:
            request = await asyncio.to_thread(make, asked)
        except ConstraintError as error:
            self.notify(str(error), severity="error", markup=False)
            return None
        problems = request.problems()
        problems += await self.memory_problems(request)
        if problems:
            self.notify(" ".join(problems), severity="warning")
            return None
        self.prompt.ran()
        await self.desk.tokens.settled()  # the run is to find the processes that count
        return request

    def _planned(self, asked: Asked) -> RunRequest:
        """The request of a prompt to the selected models."""
        sampling, models = self.sampling, self.catalog.chosen
        kept_to = read_all({entry.id: sampling.texts_for(entry.id) for entry in models})
        return plan(
            models,
            self.desk.templates,
            prompt=asked.prompt,
            system=asked.system,
            template=asked.template,
            stop=asked.stop,
            variants=asked.variants,
            variables=asked.variables,
            chosen=sampling.chosen,
            per_model=sampling.per_model,
            samples=sampling.samples,
            threads=sampling.threads,
            context_length=sampling.context_length,
            write=self.desk.write,
            **kept_to._asdict(),
        )

    async def _consume(self, request: RunRequest) -> None:
        panes = {pane.lane.index: pane for pane in self.outputs.panes}
        try:
            async with contextlib.aclosing(self.desk.service.stream(request)) as events:  # type: ignore[type-var]
                async for event in events:
                    if isinstance(event, RecordingChanged):
                        self.recording_changed(event)
                        continue
                    pane = panes[event.lane]
                    if isinstance(event, LaneNoted):
                        self.remark(f"{pane.name_shown}: {event.text}")
                    if not pane.latest.run:
                        self.run_recorded(pane)
                    _apply(event, pane)
        except SessionError as error:
            self.recording_changed(RecordingChanged(error))
        except PlaygroundError as error:
            self.notify(str(error), severity="error", timeout=30)

    def remark(self, text: str) -> None:
        """Tell what is to be known of a lane, once in a sitting."""
        if text not in self._remarks:
            self._remarks = self._remarks | {text}
            self.notify(text, markup=False)

    def _flush(self) -> None:
        for pane in self.outputs.panes:
            pane.flush()
        self.estimate()


def _apply(event: LaneEvent, pane: OutputPane) -> None:
    if isinstance(event, LaneText):
        pane.collect(event.text)
    elif isinstance(event, LaneChanged):
        pane.change(event.state, event.detail)
    elif isinstance(event, LaneRead):
        pane.progress(event.done, event.total)
    elif isinstance(event, LaneEnded):
        pane.end(event.result)
