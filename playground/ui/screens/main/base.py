"""What the parts of the main screen share."""

from __future__ import annotations

from textual.screen import Screen

from playground.domain.licenses import License, resolve
from playground.ui.desk import Desk
from playground.ui.panes.catalog import CatalogPane
from playground.ui.panes.prompt import PromptPane
from playground.ui.panes.sampling import SamplingPane
from playground.ui.widgets.output_grid import OutputGrid


class MainBase(Screen[None]):
    """The desk and the panes; each part adds its keys and its routes."""

    def __init__(self, desk: Desk) -> None:
        """`desk` holds what this screen works with."""
        super().__init__()
        self.desk = desk

    @property
    def busy(self) -> bool:
        """Whether a run is under way."""
        raise NotImplementedError

    @property
    def catalog(self) -> CatalogPane:
        """The models."""
        return self.query_one(CatalogPane)

    @property
    def prompt(self) -> PromptPane:
        """The editor."""
        return self.query_one(PromptPane)

    @property
    def sampling(self) -> SamplingPane:
        """The parameters."""
        return self.query_one(SamplingPane)

    @property
    def outputs(self) -> OutputGrid:
        """The place of the outputs."""
        return self.query_one(OutputGrid)

    def licence_of(self, id_: str) -> License:
        """The licence of this id; an unknown one stands in for what is not listed."""
        return resolve(self.desk.licenses, id_)
