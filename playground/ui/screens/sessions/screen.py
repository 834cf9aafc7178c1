"""All recorded sessions: filter, search, open, change, copy, delete, recover."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import ClassVar, TypeAlias

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from playground.domain.terminal import visible
from playground.errors import PlaygroundError
from playground.services.sessions import changing
from playground.services.sessions.recovering import recover
from playground.services.sessions.searching import Hit, search
from playground.services.sessions.store import SessionStore
from playground.services.sessions.summaries import Summary, chosen, listing, summary_of
from playground.ui.screens.ask import AskKey, AskText
from playground.ui.screens.compare.conclusions import ConclusionsScreen
from playground.ui.screens.sessions import lines
from playground.ui.widgets.row_list import Line, Row, RowList

_MOST_HITS = 500
Change: TypeAlias = Callable[[], object]


class FilterLine(Input):
    """Where words are typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.to_list", "To the list", show=False, priority=True)
    ]


class SessionsScreen(Screen[Path | None]):
    """Gives the file of the session to go on with, or None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f11", "back", "Back", show=False, priority=True),
        Binding("slash", "words", "Filter", show=False),
        Binding("f", "search", "Search all texts", show=False),
        Binding("r", "rename", "Rename", show=False),
        Binding("t", "tag", "Tags", show=False),
        Binding("c", "conclude", "Conclusions", show=False),
        Binding("y", "compare", "Compare", show=False),
        Binding("d", "duplicate", "Duplicate", show=False),
        Binding("x,delete", "delete", "Delete", show=False),
        Binding("u", "restore", "Take back the deletion", show=False),
        Binding("v", "recover", "Recover", show=False),
    ]

    def __init__(self, store: SessionStore) -> None:
        """`store` writes the session that is open now."""
        super().__init__()
        self._store = store
        self._all: Sequence[Summary] = ()
        self._shown: dict[str, Summary] = {}
        self._hits: dict[str, Hit] = {}
        """While the list shows places that were searched for."""
        self._deleted: list[Path] = []

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
        self._all = await asyncio.to_thread(listing)
        if self._store.exists and str(self._store.path) not in {one.path for one in self._all}:
            here = await asyncio.to_thread(summary_of, self._store.path)
            self._all = [here, *self._all]
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

    # What is done with a session

    @on(RowList.Pressed)
    def _open(self, event: RowList.Pressed) -> None:
        event.stop()
        one = self._current
        if one is not None:
            self.dismiss(Path(one.path))

    def action_rename(self) -> None:
        """Ask for another title."""
        one = self._current
        if one is None:
            return

        def rename(text: str | None) -> None:
            if text and text.strip() and text.strip() != one.title:
                self._change(one, lambda: self._edit(one, title=text))

        self.app.push_screen(AskText("Title", one.title), rename)

    def action_tag(self) -> None:
        """Ask for the tags."""
        one = self._current
        if one is None:
            return

        def tag(text: str | None) -> None:
            if text is not None:
                tags = text.replace(",", " ").replace("#", " ").split()
                self._change(one, lambda: self._edit(one, tags=tags))

        self.app.push_screen(AskText("Tags, a space between two", " ".join(one.tags)), tag)

    def action_conclude(self) -> None:
        """Write the conclusions."""
        one = self._current
        if one is None:
            return

        def conclude(text: str | None) -> None:
            if text is not None:
                self._change(one, lambda: self._edit(one, conclusions=text))

        try:
            text = changing.conclusions_of(Path(one.path))
        except PlaygroundError as error:
            self._say(str(error))
            return
        self.app.push_screen(ConclusionsScreen(text), conclude)

    def action_compare(self) -> None:
        """Compare what the session holds."""
        from playground.ui.screens.compare import CompareScreen  # only when it is wanted

        one = self._current
        if one is not None:
            path = Path(one.path)
            store = self._store if path == self._store.path else None
            self.app.push_screen(CompareScreen(path, store))

    def action_duplicate(self) -> None:
        """Make a copy."""
        one = self._current
        if one is not None:
            self._change(one, lambda: changing.duplicate(Path(one.path)))

    def action_delete(self) -> None:
        """Move it to the trash."""
        one = self._current
        if one is None:
            return
        if Path(one.path) == self._store.path:
            self._say("This session is the one you are in: open another one first.")
            return

        def delete(key: str | None) -> None:
            if key is not None:
                self._change(one, lambda: self._deleted.append(changing.delete(Path(one.path))))

        question = f"Move {visible(one.title)} to the trash? u takes it back."
        self.app.push_screen(AskKey(question, {"y": "yes, to the trash"}), delete)

    def action_restore(self) -> None:
        """Bring back what was deleted last."""
        if not self._deleted:
            self._say(f"Nothing was deleted here. The trash: {changing.trash_folder()}")
            return
        path = self._deleted.pop()
        self._change(None, lambda: changing.restore(str(path)))

    def action_recover(self) -> None:
        """Save what can be read of a damaged session into a new one."""
        one = self._current
        if one is None:
            return
        path = Path(one.path)

        def save() -> str:
            found = recover(path, path.with_name(f"{path.stem}-recovered.toml"))
            told = f"{found.path.name}: {found.runs} runs, {found.answers} answers."
            return " ".join([told, *(f"Left out: {what}" for what in found.left_out)])

        self._change(None, save)

    def _edit(self, one: Summary, **changed: str | Sequence[str]) -> None:
        """Change a session; the one that is open here is written by its own store."""
        if Path(one.path) == self._store.path:
            changing.record_change(self._store, **changed)  # type: ignore[arg-type]
        else:
            changing.change(Path(one.path), **changed)  # type: ignore[arg-type]

    def _change(self, one: Summary | None, act: Change) -> None:
        async def change() -> None:
            try:
                done = await asyncio.to_thread(act)
            except (PlaygroundError, OSError) as error:
                self.notify(str(error), severity="error", timeout=30, markup=False)
                return
            made = str(done) if isinstance(done, Path) else ""
            await self._refresh(made or (one.path if one else ""))
            if isinstance(done, str):
                self._say(done)

        self.run_worker(change(), group="change", exit_on_error=False)

    def _say(self, text: str) -> None:
        self.query_one("#about", Static).update(Content(visible(text)))
