"""The main screen's routes where the session cannot be written: told at once, tried again."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playground.domain.runs import RecordingChanged
from playground.domain.terminal import visible
from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.texts import place
from playground.ui.screens.ask import AskKey, AskText
from playground.ui.screens.main.base import MainBase
from playground.ui.widgets.footer import FooterBar

_RETRY_SECONDS = 2.0
_SHOWN_SECONDS = 20.0


class SavingRoutes(MainBase):
    """What waits in memory is marked in the last line until it is on disk."""

    _unsaved = False

    def on_mount(self) -> None:
        """Look now and then: ratings, votes and titles may wait as well as answers."""
        self.set_interval(_RETRY_SECONDS, self._look_for_unsaved)

    def recording_changed(self, event: RecordingChanged) -> None:
        """Tell that a run cannot be recorded, or can be again."""
        if event.error is None:
            self._mark_unsaved(unsaved=bool(self.desk.store.waiting))
        elif not self._unsaved:
            told = f"Not saved: kept in memory, tried again. {visible(event.error.message)}"
            self.notify(told, severity="error", timeout=_SHOWN_SECONDS, markup=False)
            self._mark_unsaved(unsaved=True)

    async def ask_unsaved(self, error: PlaygroundError) -> None:
        """Ask what to do with what waits before the program ends."""

        async def decided(key: str | None) -> None:
            if key == "q":
                await self.run_action("app.leave(0, True)")
            elif key == "t":
                await self.run_action("app.leave")
            elif key == "o":
                home = f"~/{self.desk.store.path.name}"
                self.app.push_screen(
                    AskText("Write the whole session to", home), self._save_elsewhere
                )

        question = f"Not all is saved; that is lost if you quit. {visible(error.message)}"
        choices = {"t": "try again, and quit", "o": "save it elsewhere, and quit", "q": "lose it"}
        self.app.push_screen(AskKey(question, choices), decided)

    async def _save_elsewhere(self, typed: str | None) -> None:
        if typed is None:
            return
        try:
            path = place(typed)
            await asyncio.to_thread(self.desk.store.move, path)
        except PlaygroundError as error:
            self.notify(str(error), severity="error", timeout=_SHOWN_SECONDS, markup=False)
        else:
            self._mark_unsaved(unsaved=False)
            await self.run_action("app.leave")

    def _look_for_unsaved(self) -> None:
        if self.desk.store.waiting and not self.busy:
            self._mark_unsaved(unsaved=True)
            self.run_worker(self._save_again(), group="saving", exclusive=True, exit_on_error=False)
        else:
            self._mark_unsaved(unsaved=bool(self.desk.store.waiting))

    async def _save_again(self) -> None:
        try:
            await asyncio.to_thread(self.desk.store.flush)
        except PlaygroundError:
            return  # it was told, and the mark stays
        self._mark_unsaved(unsaved=False)

    def _mark_unsaved(self, *, unsaved: bool) -> None:
        if unsaved == self._unsaved:
            return
        self._unsaved = unsaved
        self.query_one(FooterBar).warn("! not saved" if unsaved else "")
        if not unsaved:
            self.say(f"Saved: all is in {paths.shown(Path(self.desk.store.path))}.")
