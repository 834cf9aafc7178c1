"""The main screen's routes to the hub: download what is under the cursor, see how far it is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from playground.domain.catalog import CatalogEntry
from playground.domain.downloads import Progress, State
from playground.domain.sizes import words
from playground.errors import PlaygroundError
from playground.services.hub import unfinished
from playground.services.hub.apart import apart
from playground.services.hub.targets import look_up_entry
from playground.services.local import entry_for_path
from playground.services.obstacles import obstacle
from playground.ui.download_line import download_mark
from playground.ui.screens.hub.accept import begin
from playground.ui.screens.hub.downloads import DownloadsScreen
from playground.ui.screens.hub.search import HubScreen
from playground.ui.screens.main.base import MainBase

_LOOK_SECONDS = 0.5
_SHOWN_SECONDS = 20.0

_LONG_SECONDS = 15.0


class DownloadRoutes(MainBase):
    """Downloads go on behind the main screen; the catalog shows how far they are."""

    _states: dict[str, State]

    def on_mount(self) -> None:
        """Find what was left unfinished, then look a few times a second."""
        self._states = {}
        self.run_worker(self._restore(), group="downloads", exit_on_error=False)
        self.set_interval(_LOOK_SECONDS, self._look)

    def action_pull(self) -> None:
        """Download the model under the cursor."""
        entry = self.catalog.focused_entry
        if entry is None:
            return
        if entry.runnable:
            self.say(f"{entry.id} needs no download.")
            return
        self.run_worker(self._pull(entry), group="pull", exit_on_error=False)

    def action_downloads(self) -> None:
        """Show the downloads."""
        self.app.push_screen(DownloadsScreen(self.desk.downloads))

    def action_hub(self) -> None:
        """Search the hub."""
        self.app.push_screen(HubScreen(self.desk, self.licence_of))

    async def _restore(self) -> None:
        pulls = await asyncio.to_thread(unfinished.remembered)
        if pulls:
            self.desk.downloads.restore(pulls)
            key = self.desk.keys["catalog.downloads"]
            told = f"Unfinished downloads: {len(pulls)}. In the models, {key} shows them."
            self.notify(told, timeout=_LONG_SECONDS, markup=False)
            self._look()

    async def _pull(self, entry: CatalogEntry) -> None:
        self.say(f"Asking the hub about {entry.id} …")
        try:
            pull = await apart(look_up_entry, self.desk.hub, entry)
            begun = await begin(self, self.desk.downloads, pull)
        except PlaygroundError as error:
            self._complain(error)
            return
        if begun:
            key = self.desk.keys["catalog.downloads"]
            self.say(f"Downloads {pull.name}, {words(pull.size)}; {key} shows how far it is.")
        self._look()

    def _look(self) -> None:
        """Mark the models that are on their way; tell which came, and which failed."""
        downloads = self.desk.downloads
        marks: dict[str, str] = {}
        for one in downloads.progress:
            model = downloads.pull(one.id).model
            if model is not None and one.state not in {"done", "cancelled"}:
                marks[model] = download_mark(one)
            before = self._states.get(one.id)
            self._states[one.id] = one.state
            if one.state == before:
                continue
            if one.state == "done":
                self.run_worker(self._arrive(one), group="downloads", exit_on_error=False)
            elif one.state == "failed" and one.error is not None:
                self._complain(one.error)
        self.catalog.mark(marks)

    async def _arrive(self, one: Progress) -> None:
        """A model is whole: list it as one that can run."""
        if one.path is None:
            return
        pull = self.desk.downloads.pull(one.id)
        model, size = pull.model, pull.files[0].size
        known = self.catalog.entry(model) if model is not None else None
        entry = (
            replace(known, path=one.path, size_bytes=size, size_approximate=False)
            if known is not None
            else await asyncio.to_thread(entry_for_path, Path(one.path))
        )
        await asyncio.to_thread(self.desk.fits.learn, [entry])
        self.catalog.put(entry)
        self.say(f"{entry.id} is here.")
        problem = None if pull.original else await asyncio.to_thread(obstacle, Path(one.path))
        if problem is not None:
            self._complain(problem)

    def _complain(self, error: PlaygroundError) -> None:
        self.notify(str(error), severity="error", timeout=_SHOWN_SECONDS, markup=False)
