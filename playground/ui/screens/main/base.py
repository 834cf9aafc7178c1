"""What the parts of the main screen share."""

from __future__ import annotations

from pathlib import Path

from playground.domain.asking import Asked
from playground.domain.licenses import License, resolve
from playground.domain.preview import Subject
from playground.domain.runs import RecordingChanged, RunRequest
from playground.ui.desk import Desk
from playground.ui.display import LeanScreen
from playground.ui.panes.catalog import CatalogPane
from playground.ui.panes.output import OutputPane
from playground.ui.panes.prompt import PromptPane
from playground.ui.panes.sampling import SamplingPane
from playground.ui.widgets.output_grid import OutputGrid

_BRIEF_SECONDS = 3.0


class MainBase(LeanScreen[None]):
    """The desk and the panes; each part adds its keys and its routes."""

    def __init__(self, desk: Desk) -> None:
        """`desk` holds what this screen works with."""
        super().__init__()
        self.desk = desk

    def say(self, text: str) -> None:
        """Tell something small, out of the way soon."""
        self.notify(text, timeout=_BRIEF_SECONDS, markup=False)

    async def memory_problems(self, request: RunRequest) -> list[str]:
        """Why the models of a run cannot be in memory; empty where they can."""
        raise NotImplementedError

    def models_used(self, request: RunRequest) -> None:
        """A run begins."""

    @property
    def busy(self) -> bool:
        """Whether a run is under way."""
        raise NotImplementedError

    def begin(self, request: RunRequest) -> None:
        """Run a request whose columns are laid out."""
        raise NotImplementedError

    def shuffle_seed(self) -> int | None:
        """Of a blind comparison that begins; None where names are shown."""
        raise NotImplementedError

    async def lay_out(self, request: RunRequest) -> RunRequest:
        """Make room for the outputs of a run; gives the request as it is to be run."""
        raise NotImplementedError

    def remark(self, text: str) -> None:
        """Tell what is to be known of a lane, once in a sitting."""
        raise NotImplementedError

    @property
    def conversing(self) -> bool:
        """Whether a run goes on with what is shown."""
        raise NotImplementedError

    def next_turn(self, asked: Asked) -> RunRequest:
        """The request of the next turn of a conversation."""
        raise NotImplementedError

    def turn_problems(self, asked: Asked) -> list[str]:
        """Why the next turn cannot be said."""
        raise NotImplementedError

    def turn_sent(self) -> None:
        """The run of a turn began."""
        raise NotImplementedError

    def preview_subjects(self) -> list[Subject]:
        """The models to show the exact text for, the one that is meant first."""
        raise NotImplementedError

    def run_began(self) -> None:
        """A run begins."""

    def run_recorded(self, pane: OutputPane) -> None:
        """An output's lane is in the session file."""

    def end_search(self) -> bool:
        """Unmark what is searched for in the output in focus; False where nothing is."""
        raise NotImplementedError

    def recording_changed(self, event: RecordingChanged) -> None:
        """The session cannot be written, or can be again."""
        raise NotImplementedError

    def run_over(self) -> None:
        """A run ended."""

    def open_replay(self, path: Path, run: int | None = None) -> None:
        """Replay a session, or one run of it."""
        raise NotImplementedError

    async def session_changed(self) -> None:
        """Another session is the one that is written."""
        raise NotImplementedError

    def estimate(self) -> None:
        """While a run is under way: say how long what waits will wait."""

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
