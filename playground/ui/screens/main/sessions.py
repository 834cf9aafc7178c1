"""The main screen's route to all sessions, and into another one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from playground.errors import PlaygroundError
from playground.services.sessions import SessionBusyError
from playground.services.sessions.changing import duplicate
from playground.ui.keys import binding
from playground.ui.screens.ask import AskKey
from playground.ui.screens.main.base import MainBase


class SessionRoutes(MainBase):
    """Opens the list of sessions; the one that is chosen there is gone on with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("sessions.open", "sessions", priority=True),
    ]

    def action_sessions(self) -> None:
        """Show all sessions."""
        from playground.ui.screens.sessions import SessionsScreen  # only when it is wanted

        async def opened(path: Path | None) -> None:
            if path is not None:
                await self.go_on_with(path)

        self.app.push_screen(SessionsScreen(self.desk.store, self.open_replay), opened)

    def open_replay(self, path: Path, run: int | None = None) -> None:
        """Replay a session, or one run of it, in the processes that are warm."""
        if self.busy:
            self.notify("A run is under way. Esc stops it; then replay.")
            return
        from playground.ui.screens.replay import ReplayScreen  # only when it is wanted

        self.app.push_screen(ReplayScreen(self.desk.unrecorded(), path, run))

    async def go_on_with(self, path: Path) -> None:
        """Make another session the one that is written; where it is taken, ask what to do."""
        if path == self.desk.store.path:
            return
        if self.busy:
            self.notify("A run is under way. Esc stops it; then open another session.")
            return
        try:
            await asyncio.to_thread(self.desk.go_on_with, path)
        except SessionBusyError:
            self._ask_how(path)
            return
        except PlaygroundError as error:
            self.notify(str(error), severity="error", timeout=30, markup=False)
            return
        await self.session_changed()

    def _ask_how(self, path: Path) -> None:
        async def chosen(key: str | None) -> None:
            if key == "c":
                try:
                    copy = await asyncio.to_thread(duplicate, path)
                except PlaygroundError as error:
                    self.notify(str(error), severity="error", timeout=30, markup=False)
                else:
                    await self.go_on_with(copy)
            elif key == "r":
                from playground.ui.screens.compare import CompareScreen  # only when it is wanted

                self.app.push_screen(CompareScreen(path, replay=self.open_replay))

        choices = {"c": "go on in a copy of it", "r": "only read it"}
        self.app.push_screen(AskKey("Another llmplay has this session open.", choices), chosen)
