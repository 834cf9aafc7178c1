"""The main screen's route to the comparison of all runs of the session."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from playground.domain.judgements import Judgement
from playground.ui.keys import binding
from playground.ui.screens.main.base import MainBase


class CompareRoutes(MainBase):
    """Opens the compare screen on what is recorded by now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("compare.open", "compare", priority=True),
    ]

    def action_compare(self) -> None:
        """Compare what this session holds."""
        if any(pane.hidden for pane in self.outputs.panes):
            self.say("The names are hidden: reveal them before you compare.")
            return
        if not self.desk.store.path.exists():
            self.say("There is nothing to compare yet: nothing was run in this session.")
            return
        from playground.ui.screens.compare import CompareScreen  # only when it is wanted

        store = self.desk.store
        judged = self._judged_elsewhere
        self.app.push_screen(CompareScreen(store.path, store, judged, self.open_replay))

    def _judged_elsewhere(self, judgement: Judgement) -> None:
        """The outputs show what was judged on the compare screen."""
        for pane in self.outputs.panes:
            for attempt in pane.attempts:
                if attempt.side == judgement.side:
                    attempt.rating, attempt.note = judgement.rating, judgement.note
                    pane.draw_status()
