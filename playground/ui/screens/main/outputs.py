"""The main screen's routes among the outputs: focus, zoom, versions, search, copy, write."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from playground.domain.runs import RunRequest
from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.texts import place, save_text
from playground.ui.keys import binding
from playground.ui.panes.output import OutputPane
from playground.ui.screens.ask import AskKey, AskText
from playground.ui.screens.main.base import MainBase


class OutputRoutes(MainBase):
    """What can be done with an output; the grid names these actions as `screen.…`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("output.focus", "next_output(1)", priority=True),
    ]

    @property
    def focused_output(self) -> OutputPane | None:
        """The output in focus."""
        return self.outputs.pane_in_focus

    async def show_columns(self, request: RunRequest) -> None:
        """Fresh columns for a run."""
        models = [(lane.entry.id, lane.variant) for lane in request.lanes]
        await self.outputs.show(
            [
                OutputPane(
                    lane,
                    self.licence_of(lane.entry.license),
                    several=models.count((lane.entry.id, lane.variant)) > 1,
                )
                for lane in request.lanes
            ],
            seed=self.shuffle_seed(),
        )

    def action_next_output(self, step: int) -> None:
        """Go to the next output, or with -1 to the one before."""
        pane = self.outputs.neighbour(step)
        if pane is not None:
            self.outputs.go_to(pane)
        else:
            self.outputs.focus_hint()

    def action_go_to_output(self, number: int) -> None:
        """Go to the output of this number."""
        panes = self.outputs.panes
        if number <= len(panes):
            self.outputs.go_to(panes[number - 1])

    def action_zoom(self) -> None:
        """Show the output in focus alone, or all again."""
        pane = self.focused_output
        if pane is not None:
            self.outputs.zoom(pane)

    def action_walk_versions(self, by: int) -> None:
        """Show an older or a newer version of the output in focus."""
        pane = self.focused_output
        if pane is None or pane.step(by):
            return
        if len(pane.attempts) == 1:
            key = self.desk.keys["output.rerun"]
            self.say(f"There is one version only; {key} runs it again.")
        else:
            self.say("This is the newest." if by > 0 else "This is the first.")

    def action_follow(self) -> None:
        """Follow the end of the text, or hold still."""
        pane = self.focused_output
        if pane is not None:
            pane.view.follow = not pane.view.follow

    def action_search(self) -> None:
        """Ask what to search for in the output in focus."""
        pane = self.focused_output
        if pane is None:
            return

        def search(wanted: str | None) -> None:
            if wanted is not None:
                pane.view.search(wanted)
                pane.draw_status()

        next_key, before = (self.desk.keys[f"output.{way}_match"] for way in ("next", "previous"))
        hint = (
            f"Enter searches; then {next_key} goes to the next match, {before} to the one before."
        )
        self.app.push_screen(AskText("Search for", pane.view.wanted, hint=hint), search)

    def end_search(self) -> bool:
        """Unmark what is searched for in the output in focus; False where nothing is."""
        pane = self.focused_output
        if pane is None or not pane.view.wanted:
            return False
        pane.view.search("")
        pane.draw_status()
        return True

    def action_next_match(self, step: int) -> None:
        """Go to the next match, or with -1 to the one before."""
        pane = self.focused_output
        if pane is not None and pane.view.wanted:
            pane.view.next_match(step)
            pane.draw_status()

    def action_copy_output(self) -> None:
        """Copy the output in focus to the clipboard of the terminal (OSC 52)."""
        pane = self.focused_output
        if pane is not None:
            self.app.copy_to_clipboard(pane.text)
            self.say(f"Copied {len(pane.text):,} characters.")

    def action_write_output(self) -> None:
        """Ask for a path and write the text there."""
        pane = self.focused_output
        if pane is None:
            return
        text = pane.text

        def write(typed: str | None) -> None:
            if typed is not None:
                self._write(typed, text)

        stem = re.sub(r"[^\w.-]+", "-", f"{pane.name_shown}-{pane.shown.lane.version}")
        hint = f"Enter writes {len(text):,} characters, Esc writes nothing."
        self.app.push_screen(AskText("Write the text to", f"~/{stem}.txt", hint=hint), write)

    def _write(self, typed: str, text: str) -> None:
        try:
            path = place(typed)
        except PlaygroundError as error:
            self.notify(str(error), severity="error")
            return

        def save(key: str | None) -> None:
            if key == "y":
                self.run_worker(self._save(path, text), group="write", exit_on_error=False)

        if path.exists():
            question = f"There is a file {paths.shown(path)} already. Replace it?"
            self.app.push_screen(AskKey(question, {"y": "replace it"}), save)
        else:
            save("y")

    async def _save(self, path: Path, text: str) -> None:
        try:
            await asyncio.to_thread(save_text, path, text)
        except PlaygroundError as error:
            self.notify(str(error), severity="error", timeout=20)
        else:
            self.say(f"Written to {paths.shown(path)}.")
