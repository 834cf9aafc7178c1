"""The list of all sessions: what of it is shown, and searching in everything."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from playground.domain.terminal import visible
from playground.services.sessions.searching import Hit, search
from playground.services.sessions.store import SessionStore
from playground.services.sessions.summaries import Summary, chosen, listing, summary_of
from playground.ui.keys import either_case
from playground.ui.ordered_keys import Reading
from playground.ui.screens.ask import AskText
from playground.ui.screens.leaving import LeavableScreen
from playground.ui.screens.sessions import lines
from playground.ui.widgets.row_list import Line, Row, RowList

_MOST_HITS = 500


class FilterLine(Input):
    """Where words are typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.to_list", "To the list", show=False, priority=True)
    ]


class SessionList(Reading, LeavableScreen[Path | None]):
    """Lists the sessions, or the places where words were found in them."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("escape,f11,ctrl+j", "back", "Back", show=False, priority=True),
        Binding("slash", "words", "Filter", show=False),
        Binding("f", "search", "Search all texts", show=False),
    )

    def __init__(self, store: SessionStore) -> None:
        """`store` writes the session that is open now."""
        super().__init__()
        self._store = store
        self._all: Sequence[Summary] = ()
        self._shown: dict[str, Summary] = {}
        self._hits: dict[str, Hit] = {}
        """While the list shows places that were searched for."""

    def compose(self) -> ComposeResult:
        """The line to type in, the list, and what is known of the row under the cursor."""
        field = FilterLine(placeholder="Words: title, model, tag, date", compact=True)
        field.cursor_blink = False
        field.border_title = "Sessions"
        yield field
        yield RowList(self._line)
        yield Static(id="about", markup=False)
        yield Static(lines.FOOT, classes="foot", markup=False)

    def on_mount(self) -> None:
        """Read what there is; nothing is slow after the first time."""
        self.set_focus(self._rows)
        self._say("Reading the sessions …")
        self._refresh_soon()

    # The list

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    @property
    def _current(self) -> Summary | None:
        """The session under the cursor."""
        hit = self._hits.get(self._rows.cursor)
        return self._shown.get(hit.path if hit else self._rows.cursor)

    def _refresh_soon(self, cursor: str = "") -> None:
        self.run_worker(self._refresh(cursor), group="list", exclusive=True, exit_on_error=False)

    async def _refresh(self, cursor: str = "") -> None:
        try:
            self._all = await asyncio.to_thread(listing)
            if self._store.exists and str(self._store.path) not in {one.path for one in self._all}:
                here = await asyncio.to_thread(summary_of, self._store.path)
                self._all = [here, *self._all]
        finally:
            self.read.set()
        self._filter(cursor)

    def _filter(self, cursor: str = "") -> None:
        words = self.query_one(FilterLine).value
        self._hits = {}
        self._shown = {one.path: one for one in chosen(self._all, words)}
        self._rows.show([Row(path) for path in self._shown], cursor=cursor or self._rows.cursor)
        self._tell()

    def _line(self, id_: str, width: int) -> Line:
        if id_ in self._hits:
            return Line(lines.hit(self._hits[id_], width))
        here = id_ == str(self._store.path)
        one = self._shown[id_]
        look = "chosen" if here else "away" if one.problem else ""
        return Line(lines.row(one, width, here=here), look)

    @on(RowList.Moved)
    def _tell(self) -> None:
        one = self._current
        if one is not None:
            self._say(lines.about(one, self._hits.get(self._rows.cursor)))
        elif not self._hits:
            self._say("No session fits these words." if self._all else "No sessions yet.")

    @on(Input.Changed)
    def _typed(self) -> None:
        self._filter()

    @on(Input.Submitted)
    def action_to_list(self) -> None:
        """Go to the list."""
        self.set_focus(self._rows)

    def action_words(self) -> None:
        """Go to the line that filters."""
        self.set_focus(self.query_one(FilterLine))

    def action_back(self) -> None:
        """From what was found to the list, from a filter to all, from those to the main screen."""
        field = self.query_one(FilterLine)
        if self._hits:
            self._filter()
        elif field.value:
            field.value = ""
            self.action_to_list()
        else:
            self.dismiss(None)

    # Searching

    def action_search(self) -> None:
        """Ask for words and look for them in everything that was recorded."""

        def look(text: str | None) -> None:
            if text and text.strip():
                self._say(f"Searching for {visible(text)} …")
                work = self._search(text.strip())
                self.run_worker(work, group="list", exclusive=True, exit_on_error=False)

        hint = "Prompts, answers, notes, conclusions of all sessions. Enter searches."
        self.app.push_screen(AskText("Search all sessions", hint=hint), look)

    async def _search(self, words: str) -> None:
        hits = await asyncio.to_thread(lambda: list(islice(search(words), _MOST_HITS)))
        if not hits:
            self._say(f"Nothing holds {visible(words)}.")
            return
        self._shown = {one.path: one for one in self._all}
        self._hits = {f"hit {at}": one for at, one in enumerate(hits)}
        self._rows.show([Row(id_) for id_ in self._hits])
        self._tell()

    def _say(self, text: str) -> None:
        self.query_one("#about", Static).update(Content(visible(text)))
