"""The main screen's routes of the sampling parameters: their fields, the presets."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from playground.ui.keys import binding
from playground.ui.screens.main.base import MainBase


class SamplingRoutes(MainBase):
    """Opens the fields for all models and for single ones, and turns the presets."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("sampling.focus", "edit_sampling", priority=True),
        binding("sampling.preset", "next_preset", priority=True),
    ]

    async def action_edit_sampling(self) -> None:
        """Open the fields; again for the model under the cursor and the selected ones in turn."""
        focused = self.catalog.focused_entry
        models = [*([focused] if focused else []), *self.catalog.chosen]
        await self.sampling.edit([entry.id for entry in models])

    async def action_next_preset(self) -> None:
        """Turn to the next preset."""
        self.sampling.next_preset()
