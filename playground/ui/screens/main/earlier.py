"""The main screen's routes to the earlier runs of its session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from playground.domain.prompts import PromptOptions
from playground.domain.recalled_choices import recalled_choices
from playground.domain.reopening import Columns
from playground.domain.runs import RunRequest
from playground.domain.terminal import visible
from playground.domain.writing import OWN
from playground.errors import PlaygroundError
from playground.services.recalling import recall
from playground.ui.attempts import Attempt
from playground.ui.panes.output import OutputPane
from playground.ui.screens.main.reruns import RerunRoutes

_PROMPT_CHARACTERS = 60


class EarlierRoutes(RerunRoutes):
    """Brings outputs back to the screen, with their versions, ratings and notes."""

    _laying: asyncio.Lock
    """A run that begins while the session is read gets the columns, not the run before it."""

    def on_mount(self) -> None:
        """A session that goes on begins where it was left."""
        self._laying = asyncio.Lock()
        self._tell_problems()
        if self.desk.store.exists:
            self.run_worker(self._reopen(), group="earlier", exit_on_error=False)

    async def session_changed(self) -> None:
        """Show the last run of the session that is written from now on."""
        self._tell_problems()
        await self.outputs.show([])
        self._asked, self._first_run = None, 0
        await self._reopen(anew=True)

    def _tell_problems(self) -> None:
        for problem in self.desk.store.problems:
            self.notify(problem, severity="warning", timeout=20, markup=False)

    async def action_walk_runs(self, step: int) -> None:
        """Show the outputs of the run before, or with 1 of the one after."""
        if self.busy:
            self.say("A run is under way. Esc stops it.")
            return
        if not self.desk.store.exists:
            self.say("This session has no earlier run yet.")
            return
        current = self._first_run

        def choose(numbers: list[int]) -> int:
            at = numbers.index(current) if current in numbers else len(numbers)
            return max(0, min(len(numbers) - 1, at + step))

        columns = await self._recalled(choose)
        if columns is None:
            return
        if columns.first.number == current:
            self.say("This is the newest run." if step > 0 else "This is the first run.")
            return
        await self._show_again(columns)
        self.action_next_output(1)
        self._tell(columns)

    async def lay_out(self, request: RunRequest) -> RunRequest:
        """Columns for a run; gives the request as it is to be run."""
        async with self._laying:
            return await super().lay_out(request)

    async def _reopen(self, *, anew: bool = False) -> None:
        """Show the last run, and set what was asked; what a person set before goes only `anew`."""
        columns = await self._recalled(lambda numbers: len(numbers) - 1)
        if columns is None:
            return
        async with self._laying:
            if self.busy or self.outputs.panes:
                return
            await self._show_again(columns)
        templates = {OWN, *self.desk.templates}
        choices = await asyncio.to_thread(recalled_choices, columns, self.desk.write, templates)
        if anew and self.prompt.text.strip():
            self.prompt.ran()  # Up leads to it
        if anew or not self.prompt.text.strip():
            self._recall_prompt(columns)
            options = self.prompt.options
            self.prompt.options = replace(options, template=choices.template, stop=choices.stop)
        if anew or self.sampling.untouched:
            self.sampling.recall(choices)
        entries = [versions[-1].lane.entry for versions in columns.answers]
        there = {entry.id: entry for entry in entries if entry.runnable}
        if there and (anew or not self.catalog.chosen):
            self.catalog.show(self.catalog.entries, list(there.values()))
        self._tell(columns)

    def _recall_prompt(self, columns: Columns) -> None:
        """Put what was asked into the editor."""
        run = columns.first
        self.prompt.recall(tuple(run.variants.values()) or (run.prompt,))
        self.prompt.options = PromptOptions(system=run.system, values=dict(run.variables))

    async def _recalled(self, choose: Callable[[list[int]], int]) -> Columns | None:
        path = self.desk.store.path
        try:
            return await asyncio.to_thread(recall, path, self.desk.write, choose)
        except PlaygroundError as error:
            self.notify(str(error), severity="error", timeout=30, markup=False)
            return None

    async def _show_again(self, columns: Columns) -> None:
        entries = [
            (versions[-1].lane.entry.id, versions[-1].lane.variant) for versions in columns.answers
        ]
        await self.outputs.show(
            [
                OutputPane(
                    versions[-1].lane,
                    self.licence_of(versions[-1].lane.entry.license),
                    several=entries.count(entry) > 1,
                    attempts=[Attempt.recalled(answer) for answer in versions],
                )
                for entry, versions in zip(entries, columns.answers, strict=True)
            ]
        )
        self._asked = columns.request
        self._first_run = columns.first.again or columns.first.number

    def _tell(self, columns: Columns) -> None:
        """Say which run this is: its prompt may be another than the one in the editor."""
        run = columns.first
        prompt = " ".join(visible(run.prompt).split())
        if len(prompt) > _PROMPT_CHARACTERS:
            prompt = prompt[: _PROMPT_CHARACTERS - 1].rstrip() + "…"
        when = f", {run.started.astimezone():%Y-%m-%d %H:%M}" if run.started else ""
        turn = max((len(lane.turns) // 2 + 1 for lane in columns.request.lanes), default=1)
        which = f", turn {turn}" if turn > 1 else ""
        which += f", which puts run {run.edits} otherwise" if run.edits else ""
        self.say(f"Run {columns.place} of {columns.count}{which}{when}: {prompt}")
