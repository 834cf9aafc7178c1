"""The main screen's routes from the catalog: licence, starter prompts, what is missing."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from playground.ui.keys import binding
from playground.ui.panes.catalog import CatalogPane
from playground.ui.panes.license import LicensePane, license_text
from playground.ui.screens.main.base import MainBase
from playground.ui.screens.page import PageScreen


class ModelRoutes(MainBase):
    """What follows from moving and choosing in the catalog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("license.show", "show_license", priority=True),
    ]

    def action_show_license(self) -> None:
        """Show all that is known of the licence of the model under the cursor."""
        entry = self.catalog.focused_entry
        if entry is not None:
            text = license_text(entry, self.licence_of(entry.license))
            self.app.push_screen(PageScreen(f"Licence of {entry.id}", text))

    @on(CatalogPane.Focused)
    def _show_licence(self, event: CatalogPane.Focused) -> None:
        licence = self.licence_of(event.entry.license)
        self.query_one(LicensePane).show(event.entry, licence)

    @on(CatalogPane.Chosen)
    def _prepare(self, event: CatalogPane.Chosen) -> None:
        """Start an engine while the person still types."""
        if event.entries:
            self.desk.pool.prepare("ctransformers")

    @on(CatalogPane.Missing)
    def _explain_missing(self, event: CatalogPane.Missing) -> None:
        source = f" It is {event.entry.file} of {event.entry.repo}." if event.entry.repo else ""
        self.notify(
            f"{event.entry.id} is not on this machine.{source} "
            "Get the file and start llmplay with -m and its path.",
            severity="warning",
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
        self.prompt.text = prompts[at % len(prompts)]
