"""The main screen: catalog and licence on the left; prompt, sampling and outputs on the right."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus

from playground.services import constraints, paths
from playground.services.machine import usable_cores
from playground.services.recent import recent_models
from playground.ui.help import help_text
from playground.ui.keys import binding
from playground.ui.panes.catalog import CatalogPane
from playground.ui.panes.license import LicensePane
from playground.ui.panes.prompt import PromptPane
from playground.ui.panes.sampling import SamplingPane
from playground.ui.screens.main.comparing import CompareRoutes
from playground.ui.screens.main.conversation import ConversationRoutes
from playground.ui.screens.main.downloads import DownloadRoutes
from playground.ui.screens.main.evaluating import EvaluateRoutes
from playground.ui.screens.main.judging import JudgingRoutes
from playground.ui.screens.main.looks import LookRoutes
from playground.ui.screens.main.models import ModelRoutes
from playground.ui.screens.main.prompts import PromptRoutes
from playground.ui.screens.main.reading import ReadingRoutes
from playground.ui.screens.main.running import RunRoutes
from playground.ui.screens.main.sampling import SamplingRoutes
from playground.ui.screens.main.saving import SavingRoutes
from playground.ui.screens.main.sessions import SessionRoutes
from playground.ui.screens.page import PageScreen
from playground.ui.widgets.footer import FooterBar
from playground.ui.widgets.output_grid import OutputGrid
from playground.ui.widgets.row_list import RowList
from playground.ui.widgets.stream import StreamView


class PlaygroundScreen(
    JudgingRoutes,
    ReadingRoutes,
    ConversationRoutes,
    SavingRoutes,
    RunRoutes,
    ModelRoutes,
    DownloadRoutes,
    PromptRoutes,
    SamplingRoutes,
    CompareRoutes,
    EvaluateRoutes,
    SessionRoutes,
    LookRoutes,
):
    """Lays the panes out and moves the focus among them."""

    AUTO_FOCUS = "PromptPane"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (160, "-broad")]  # noqa: RUF012 (Textual declares it so)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall"), (45, "-high")]  # noqa: RUF012 (likewise)
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("catalog.focus", "go('CatalogPane RowList')", priority=True),
        binding("prompt.focus", "go('PromptPane')", priority=True),
        binding("help.open", "help", priority=True),
    ]

    def compose(self) -> ComposeResult:
        """The panes; the outputs come with the first run."""
        desk = self.desk
        with Horizontal(id="main"):
            with Vertical(id="side"):
                yield CatalogPane(self.licence_of, desk.fits.fit)
                yield LicensePane()
            with Vertical(id="work"):
                yield PromptPane(desk.prompt)
                yield SamplingPane(usable_cores(), constraints.problem)
                yield OutputGrid(desk.keys, ready=desk.ready)
        yield FooterBar(desk.keys)

    def on_mount(self) -> None:
        """Show what is known at once; the rest of the catalog follows."""
        self.catalog.show(self.desk.bundled, self.desk.chosen, recent=recent_models())
        self._draw_footer()

    def action_go(self, pane: str) -> None:
        """Go to a pane."""
        # Not `Widget.focus`, which waits its turn: keys typed ahead would go to the old pane.
        self.set_focus(self.query_one(pane))

    def action_help(self) -> None:
        """Show every key."""
        session = paths.shown(self.desk.store.path)
        self.app.push_screen(PageScreen("Help", partial(help_text, self.desk.keys, session)))

    def run_changed(self) -> None:
        """The footer offers to stop only what runs; a model that ran can count tokens."""
        self._draw_footer()
        self.count_soon()

    @on(DescendantFocus)
    def _draw_footer(self) -> None:
        places: dict[str, type] = {"catalog": RowList, "outputs": StreamView}
        place = next((name for name, cls in places.items() if isinstance(self.focused, cls)), "")
        self.query_one(FooterBar).show(place, running=self.busy)
