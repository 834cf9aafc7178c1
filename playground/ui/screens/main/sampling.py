"""The main screen's routes of the sampling parameters: their fields, the presets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType

from playground.domain.catalog import CatalogEntry
from playground.services.choosing import why_not_versatile
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
        unable = await asyncio.to_thread(_unable, models)
        await self.sampling.edit([entry.id for entry in models], unable)

    async def action_next_preset(self) -> None:
        """Turn to the next preset."""
        self.sampling.next_preset()


def _unable(models: Iterable[CatalogEntry]) -> dict[str, str]:
    """Why some of them can keep to no grammar or schema and take no adapters, by their ids."""
    reasons = {entry.id: why_not_versatile(entry) for entry in models}
    return {id_: why for id_, why in reasons.items() if why}
