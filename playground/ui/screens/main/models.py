"""The main screen's routes from the catalog: licence, starter prompts, what is missing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from playground.domain.catalog import FORMATS, CatalogEntry
from playground.domain.provenance import conflicts
from playground.domain.runs import RunRequest
from playground.domain.sizes import words
from playground.services.choosing import able, pinned, split_engine
from playground.services.provenance import license_claims
from playground.services.recent import recent_models, remember
from playground.ui.keys import binding
from playground.ui.panes.catalog import CatalogPane
from playground.ui.panes.license import LicensePane, license_text
from playground.ui.screens.main.base import MainBase
from playground.ui.screens.page import PageScreen
from playground.ui.widgets.filter_line import FilterLine


class ModelRoutes(MainBase):
    """What follows from moving and choosing in the catalog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("license.show", "show_license", priority=True),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc leaves the filter line before it does anything else."""
        if action == "stop" and isinstance(self.focused, FilterLine):
            return False
        return super().check_action(action, parameters)

    async def memory_problems(self, request: RunRequest) -> list[str]:
        """What does not fit into memory, unless the settings have it tried all the same."""
        desk = self.desk
        if not desk.settings.check_memory:
            return []
        found = await asyncio.to_thread(
            desk.fits.problems,
            request,
            loaded=desk.pool.warm_paths,
            others=self.catalog.entries,
        )
        return [*found, "To try it all the same, set check_memory = false."] if found else []

    def models_used(self, request: RunRequest) -> None:
        """Remember for the order of the list which models are run."""
        ids = [lane.entry.id for lane in request.lanes]
        self.run_worker(partial(remember, ids), thread=True, group="recent", exit_on_error=False)

    async def action_show_license(self) -> None:
        """Show all that is known of the licence of the model under the cursor."""
        entry = self.catalog.focused_entry
        if entry is not None:
            fit = self.desk.fits.fit(entry)
            claims = await asyncio.to_thread(license_claims, entry)
            differing = conflicts(claims, self.desk.licenses)
            licence = self.licence_of(entry.license)
            text = license_text(entry, licence, fit, claims, differing)
            self.app.push_screen(PageScreen(f"Licence of {entry.id}", text))

    async def action_engine(self) -> None:
        """Select the model under the cursor once more, for the next engine that can run it."""
        entry = self.catalog.focused_entry
        if entry is None:
            return
        if entry.path is None or entry.format not in FORMATS:
            self.say(f"{entry.id} has no file here that several engines could run.")
            return
        base = replace(entry, id=split_engine(entry.id)[0], engine=None)
        engines = await asyncio.to_thread(able, base)
        known = {one.id for one in self.catalog.entries}
        others = [pinned(base, engine) for engine in engines[1:]]
        added = next((one for one in others if one.id not in known), None)
        if added is None:
            self.say(f"No other engine here runs {base.id}.")
            return
        self.catalog.show([*self.catalog.entries, added], [entry, added], recent=recent_models())
        self.say(f"{entry.id} and {added.id} are selected.")

    def action_inspect(self) -> None:
        """Show what is in the file of the model under the cursor."""
        from playground.ui.screens.inspect import InspectScreen  # 2 ms

        entry = self.catalog.focused_entry
        if entry is None:
            return
        if entry.path is None or entry.format == "safetensors":
            self.notify(f"{entry.id} has no model file on this machine to look into.")
            return
        self.app.push_screen(InspectScreen(entry, self.desk.tokens))

    @on(CatalogPane.Focused)
    def _show_licence(self, event: CatalogPane.Focused) -> None:
        licence = self.licence_of(event.entry.license)
        self.query_one(LicensePane).show(event.entry, licence, self.desk.fits.fit(event.entry))
        if event.entry.installed and not event.entry.bundled:
            self.run_worker(
                self._compare_claims(event.entry),
                group="claims",
                exclusive=True,
                exit_on_error=False,
            )

    async def _compare_claims(self, entry: CatalogEntry) -> None:
        """Say it in the pane where the sources of a licence differ."""
        claims = await asyncio.to_thread(license_claims, entry)
        differing = conflicts(claims, self.desk.licenses)
        if differing and self.catalog.focused_entry == entry:
            licence, fit = self.licence_of(entry.license), self.desk.fits.fit(entry)
            self.query_one(LicensePane).show(entry, licence, fit, differing)

    @on(CatalogPane.Chosen)
    def _prepare(self, event: CatalogPane.Chosen) -> None:
        """Start an engine while the person still types."""
        if event.entries:
            self.desk.pool.prepare("ctransformers")

    @on(CatalogPane.Missing)
    def _explain_missing(self, event: CatalogPane.Missing) -> None:
        key = self.desk.keys["catalog.pull"]
        fetch = f"{key} downloads it, {words(event.entry.size_bytes)}."
        elsewhere = f"Get it from {event.entry.url} and give its path with -m."
        self.notify(
            f"{event.entry.id} is not on this machine. {fetch if event.entry.repo else elsewhere}",
            severity="warning",
            markup=False,
        )

    def action_starter(self) -> None:
        """Put a prompt that suits the model under the cursor into the editor."""
        entry = self.catalog.focused_entry
        if entry is None:
            return
        starters = entry.starters
        if not starters:
            self.notify(f"The catalog has no prompt for {entry.id}.")
            return
        prompts = [starter.prompt for starter in starters]
        current = self.prompt.text
        at = prompts.index(current) + 1 if current in prompts else 0
        self.prompt.put(prompts[at % len(prompts)], keep=current not in prompts)
