"""All recorded sessions: filter, search, open, change, copy, delete, recover."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, TypeAlias

from textual import on
from textual.binding import Binding, BindingType

from playground.domain.sizes import counted
from playground.domain.terminal import visible
from playground.errors import PlaygroundError
from playground.services.sessions import changing
from playground.services.sessions.recovering import recover
from playground.services.sessions.store import SessionStore
from playground.services.sessions.summaries import Summary
from playground.ui.keys import either_case
from playground.ui.screens.ask import AskKey, AskText
from playground.ui.screens.compare.conclusions import ConclusionsScreen
from playground.ui.screens.sessions.list import SessionList
from playground.ui.widgets.row_list import RowList

Change: TypeAlias = Callable[[], object]


class SessionsScreen(SessionList):
    """Gives the file of the session to go on with, or None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("r", "rename", "Rename", show=False),
        Binding("t", "tag", "Tags", show=False),
        Binding("c", "conclude", "Conclusions", show=False),
        Binding("y", "compare", "Compare", show=False),
        Binding("p", "replay", "Replay", show=False),
        Binding("d", "duplicate", "Duplicate", show=False),
        Binding("x,delete", "delete", "Delete", show=False),
        Binding("u", "restore", "Take back the deletion", show=False),
        Binding("v", "recover", "Recover", show=False),
    )

    def __init__(
        self, store: SessionStore, open_replay: Callable[[Path, int | None], None]
    ) -> None:
        """`store` writes the session that is open now; `open_replay` replays one, or one run."""
        super().__init__(store)
        self._open_replay = open_replay
        self._deleted: list[Path] = []

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
            self.app.push_screen(CompareScreen(path, store, replay=self._open_replay))

    def action_replay(self) -> None:
        """Run all of it once more and see whether the answers are the same."""
        one = self._current
        if one is not None:
            self._open_replay(Path(one.path), None)

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

        question = f"Move {visible(one.name)} to the trash? u takes it back."
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
            told = f"{found.path.name}: {counted(found.runs, 'run')}, "
            told += f"{counted(found.answers, 'answer')}."
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
