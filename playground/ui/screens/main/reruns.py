"""The main screen's routes of running outputs again, stopping one, and what waiting ones expect."""

from __future__ import annotations

import time
from dataclasses import replace

from playground.domain.estimates import Pace, Phase, Turn, pace_of, roughly, waits
from playground.domain.reruns import again, same_columns
from playground.domain.runs import LaneRequest, RunRequest
from playground.ui.attempts import Attempt
from playground.ui.notices import announce
from playground.ui.panes.output import OutputPane
from playground.ui.screens.main.outputs import OutputRoutes

_LONG_SECONDS = 10.0
_ESTIMATE_SECONDS = 2.0


class RerunRoutes(OutputRoutes):
    """Every further run of the same columns is another version of them."""

    _asked: RunRequest | None = None
    """What the columns on the screen were made for."""
    _first_run = 0
    """Its number in the session."""
    _paces: dict[str, Pace]
    _began_at = 0.0
    _estimated_at = 0.0

    def on_mount(self) -> None:
        """Nothing is known yet of how fast the models are."""
        self._paces = {}

    async def lay_out(self, request: RunRequest) -> RunRequest:
        """Columns for a run: new versions of those on the screen where it asks the same of them.

        Gives the request as it is to be run.
        """
        old = self._asked
        if old is not None and same_columns(old, request):
            current = {pane.lane.index: pane.lane.version for pane in self.outputs.panes}
            request = replace(
                request,
                lanes=tuple(
                    replace(lane, version=current[lane.index] + 1) for lane in request.lanes
                ),
                again=self._first_run,
                edits=0,
            )
            self._add_versions(request.lanes)
        else:
            await self.show_columns(request)
            self._first_run = 0
        self._asked = request
        return request

    async def action_rerun(self) -> None:
        """Run the output in focus again, beside the others where they run."""
        pane = self.focused_output
        if pane is None or self._asked is None:
            return
        if not pane.latest.over:
            self.say("It is still under way. S stops it.")
            return
        lanes = again([pane.lane])
        if self.busy and self.desk.service.add(lanes[0]):
            self._add_versions(lanes)
        else:
            self._run_again(lanes)

    async def action_rerun_all(self) -> None:
        """Run all outputs again."""
        if self._asked is None:
            return
        if self.busy:
            self.say("A run is under way. Esc stops it.")
            return
        panes = sorted(self.outputs.panes, key=lambda pane: pane.lane.index)
        self._run_again(again([pane.lane for pane in panes]))

    async def action_stop_output(self) -> None:
        """Stop the output in focus; the others go on."""
        pane = self.focused_output
        if pane is not None and self.busy and not pane.latest.over:
            await self.desk.service.stop(pane.lane.index)

    def run_began(self) -> None:
        """Take the time, to tell later whether anybody may have gone away meanwhile."""
        self._began_at = time.monotonic()

    def run_recorded(self, pane: OutputPane) -> None:
        """Note under which number the session has what this output says."""
        number = self.desk.service.run_number
        pane.latest.run = number
        self._first_run = self._first_run or number

    def run_over(self) -> None:
        """Tell of the end of a run that took long enough to look elsewhere."""
        if time.monotonic() - self._began_at > _LONG_SECONDS:
            count = len(self.outputs.panes)
            announce(self.app, self.desk.settings.notice, f"llmplay: {count} outputs are ready")

    def estimate(self) -> None:
        """Say about how long the waiting lanes will wait; at most every two seconds."""
        now = time.monotonic()
        if now - self._estimated_at < _ESTIMATE_SECONDS:
            return
        self._estimated_at = now
        panes = sorted(self.outputs.panes, key=lambda pane: pane.lane.index)
        for pane in panes:
            if pane.latest.result is not None:
                pace = pace_of(pane.latest.result)
                if pace is not None:
                    self._paces[pane.lane.entry.id] = pace
        for pane, seconds in zip(
            panes, waits([self._turn(pane.latest) for pane in panes]), strict=True
        ):
            if pane.latest.state == "queued":
                pane.wait("" if seconds is None else roughly(seconds))

    def _turn(self, attempt: Attempt) -> Turn:
        lane = attempt.lane
        group = f"{lane.entry.id}\n{lane.entry.path}"
        if attempt.over:
            return Turn(group, "over", 0.0)
        pace = self._paces.get(lane.entry.id)
        most = lane.sampling.max_new_tokens
        speed = attempt.tokens_per_second
        if speed:
            left = max(0, (pace.length(most) if pace else most) - attempt.tokens)
            return Turn(group, "active", left / speed)
        phase: Phase = "waiting" if attempt.state == "queued" else "active"
        return Turn(group, phase, pace.seconds(most) if pace else None)

    def _run_again(self, lanes: tuple[LaneRequest, ...]) -> None:
        assert self._asked is not None
        self._add_versions(lanes)
        self.begin(replace(self._asked, lanes=lanes, again=self._first_run, edits=0))

    def _add_versions(self, lanes: tuple[LaneRequest, ...]) -> None:
        panes = {pane.lane.index: pane for pane in self.outputs.panes}
        for lane in lanes:
            panes[lane.index].again(lane)
