"""The main screen's routes to pages about outputs: Markdown, and what differs between two."""

from __future__ import annotations

import asyncio

from playground.domain.diffs import difference
from playground.ui.differences import diff_text
from playground.ui.panes.output import OutputPane
from playground.ui.screens.ask import AskKey, choice_key
from playground.ui.screens.main.base import MainBase
from playground.ui.screens.page import PageScreen


class ReadingRoutes(MainBase):
    """Opens pages for the output in focus."""

    def action_markdown(self) -> None:
        """Read the text of the output in focus as Markdown."""
        pane = self.outputs.pane_in_focus
        if pane is None:
            return
        if not pane.shown.over:
            self.say("It is still being written; read it as Markdown when it has ended.")
            return
        from playground.ui.screens.markdown_page import MarkdownPage  # 60 ms: the parser

        self.app.push_screen(MarkdownPage(_name(pane), pane.text))

    def action_diff(self) -> None:
        """Compare the output in focus with its version before or with another output."""
        pane = self.outputs.pane_in_focus
        if pane is None:
            return
        others = {choice_key(one.number): one for one in self.outputs.panes if one is not pane}
        choices = {key: f"with {_name(one)}" for key, one in others.items()}
        before = pane.before
        if before is not None:
            choices["0"] = f"with the version before, v{before.lane.version}"
        if not choices:
            self.say("There is nothing to compare it with: no other output and no version.")
            return

        def compare(key: str | None) -> None:
            if key == "0" and before is not None:
                title = f"{_name(pane)}: v{before.lane.version} and v{pane.shown.lane.version}"
                self._open_diff(title, before.text, pane.text)
            elif key is not None:
                other = others[key]
                self._open_diff(f"{_name(pane)} and {_name(other)}", pane.text, other.text)

        if len(choices) == 1:
            compare(next(iter(choices)))
        else:
            self.app.push_screen(AskKey(f"Compare {_name(pane)}", choices), compare)

    def _open_diff(self, title: str, old: str, new: str) -> None:
        async def show() -> None:
            found = await asyncio.to_thread(difference, old, new)
            self.app.push_screen(PageScreen(title, diff_text(found)))

        self.run_worker(show(), group="diff", exclusive=True, exit_on_error=False)


def _name(pane: OutputPane) -> str:
    return f"{pane.number} {pane.name_shown}"
