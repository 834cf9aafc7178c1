"""Search of the hub: words, repositories, their files, and the download of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from playground.domain.fit import Fit
from playground.domain.hub import Found, HubError, RemoteFile, Repository, model_files, part_names
from playground.domain.licenses import License
from playground.domain.sizes import count_words, words
from playground.domain.terminal import visible
from playground.errors import PlaygroundError
from playground.services.hub import cache, targets
from playground.services.hub.apart import apart
from playground.services.scanning.strangers import entry_of
from playground.ui.catalog_line import shortened
from playground.ui.desk import Desk
from playground.ui.download_line import download_mark
from playground.ui.keys import either_case
from playground.ui.screens.hub.accept import begin
from playground.ui.screens.hub.downloads import DownloadsScreen
from playground.ui.screens.leaving import LeavableScreen
from playground.ui.widgets.row_list import Line, Row, RowList

_LIMIT = 50
_LOOK_SECONDS = 0.5
_FOOT = " Enter Search, open, download  / Words  D Downloads  Esc Back"
_FIRST = "Type words of a model's name, such as: tinyllama chat. Enter asks the hub."


class WordsLine(Input):
    """Where the words are typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.to_list", "To the list", show=False, priority=True)
    ]


class HubScreen(LeavableScreen[None]):
    """Repositories with GGUF files; Enter opens one, and on a file it begins the download."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("escape", "back", "Back", show=False, priority=True),
        Binding("slash", "words", "Words", show=False),
        Binding("D", "downloads", "Downloads", show=False),
    )

    def __init__(self, desk: Desk, license_of: Callable[[str], License]) -> None:
        """`license_of` gives a licence by its id or the hub's tag."""
        super().__init__()
        self._desk = desk
        self._license_of = license_of
        self._found: dict[str, Found] = {}
        self._open: Repository | None = None
        self._files: dict[str, RemoteFile] = {}
        self._marks: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The line for words, the list, and what is known of the row under the cursor."""
        field = WordsLine(placeholder="Words of a model's name", compact=True)
        field.cursor_blink = False
        field.border_title = "Model hub"
        yield field
        yield RowList(self._line)
        yield Static(_FIRST, id="about", markup=False)
        yield Static(_FOOT, classes="foot", markup=False)

    def on_mount(self) -> None:
        """Words first; marks of downloads a few times a second."""
        self.set_focus(self.query_one(WordsLine))
        self.set_interval(_LOOK_SECONDS, self._mark)

    def action_words(self) -> None:
        """Go to the line."""
        self.set_focus(self.query_one(WordsLine))

    def action_to_list(self) -> None:
        """Go to the list."""
        self.set_focus(self._rows)

    def action_downloads(self) -> None:
        """See how far the downloads are."""
        self.app.push_screen(DownloadsScreen(self._desk.downloads))

    def action_back(self) -> None:
        """From the files to the repositories, from those to where this was opened."""
        if self._open is None:
            self.dismiss(None)
            return
        before, self._open = self._open.id, None
        self._show(list(self._found), before)
        self.action_to_list()

    @on(Input.Submitted)
    def _search(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        if text:
            self._say("Asking the hub …")
            self.run_worker(self._ask(text), group="hub", exclusive=True, exit_on_error=False)

    @on(RowList.Pressed)
    def _press(self, event: RowList.Pressed) -> None:
        event.stop()
        self._say("Asking the hub …")
        work = self._list_files(event.id) if self._open is None else self._pull(event.id)
        self.run_worker(work, group="hub", exclusive=True, exit_on_error=False)

    async def _ask(self, text: str) -> None:
        try:
            found = await apart(self._desk.hub.search, text, limit=_LIMIT)
        except HubError as error:
            self._say(str(error))
            return
        self._open = None
        self._found = {one.repo: one for one in found}
        self._show(list(self._found))
        if found:
            self.action_to_list()
        else:
            self._say("No repository with GGUF files is called that. Try fewer words.")

    async def _list_files(self, repo: str) -> None:
        try:
            repository = await apart(self._desk.hub.repository, repo)
        except HubError as error:
            self._say(str(error))
            return
        self._open = repository
        self._files = {file.name: file for file in model_files(repository.files)}
        self._mark()
        self._show(list(self._files))
        if not self._files:
            self._say(f"{repo} has no GGUF or GGML file. Esc goes back.")

    async def _pull(self, name: str) -> None:
        if self._open is None:
            return
        repo = self._open.id
        if cache.find(repo, part_names(name)) is not None:
            self._say(f"{name} is here already.")
            return
        try:
            pull = await apart(targets.look_up, self._desk.hub, f"{repo}:{name}")
            begun = await begin(self, self._desk.downloads, pull)
        except PlaygroundError as error:
            self._say(str(error))
            return
        told = f"Downloads {pull.name}, {words(pull.size)}; D shows how far it is."
        self._say(told if begun else "Its licence was not accepted; nothing is downloaded.")
        self._mark()

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    def _show(self, ids: Sequence[str], cursor: str = "") -> None:
        heading = "Repositories" if self._open is None else f"Files of {visible(self._open.id)}"
        rows = [Row("", heading), *map(Row, ids)] if ids else []
        self._rows.show(rows, cursor=cursor)
        self._tell()

    @on(RowList.Moved)
    def _tell(self) -> None:
        id_ = self._rows.cursor
        if not id_:
            return
        tag = self._open.license if self._open is not None else self._found[id_].license
        licence = self._license_of(tag or "unknown")
        lines = [f"{visible(id_)}", f"Licence: {visible(licence.name)} ({licence.category})"]
        if self._open is None:
            one = self._found[id_]
            known = [f"architecture {visible(one.architecture or '?')}"]
            known += [f"likes: {count_words(one.likes)}", f"changed {one.updated or '?'}"]
            known += ["gated: it asks for a login and consent"] if one.gated else []
            lines.append(", ".join(known))
        else:
            parts = len(part_names(id_))
            several = f" in {parts} parts" if parts > 1 else ""
            lines.append(f"Enter downloads {words(self._bytes(id_))}{several}")
            lines.append(f"Memory: {self._judge(id_).headline()}")
        self._say("\n".join(lines))

    def _say(self, text: str) -> None:
        self.query_one("#about", Static).update(Content(text))

    def _mark(self) -> None:
        """How far the files of the open repository are."""
        if self._open is None:
            return
        marks = {}
        for one in self._desk.downloads.progress:
            repo, _, name = one.id.partition(":")
            if repo == self._open.id and one.state != "cancelled":
                marks[name] = download_mark(one)
        changed = [name for name in self._files if marks.get(name) != self._marks.get(name)]
        self._marks = marks
        self._rows.redraw(*changed)

    def _line(self, id_: str, width: int) -> Line:
        if self._open is not None:
            mark = self._marks.get(id_) or self._here(id_)
            tail = f"{words(self._bytes(id_)):>9} {self._judge(id_).mark}"
            return Line(_row(f"{mark} ", id_, tail, width))
        one = self._found[id_]
        licence = self._license_of(one.license or "unknown")
        label = set_cell_size(visible(licence.badge), 15)
        figures = f"{count_words(one.parameters):>7} {count_words(one.downloads):>7} ↓"
        return Line(_row("⚿ " if one.gated else "  ", id_, f"{figures}  {label}", width))

    def _bytes(self, name: str) -> int:
        """Bytes of a model file with all its parts."""
        names = set(part_names(name))
        return sum(one.size for one in self._all if one.name in names)

    def _judge(self, name: str) -> Fit:
        """Whether it fits into memory, as far as its size tells."""
        entry = replace(entry_of(Path(name), None), size_bytes=self._bytes(name))
        found = self._found.get(self._open.id) if self._open is not None else None
        parameters = found.parameters if found is not None else None
        return self._desk.fits.fit(replace(entry, parameters=parameters))

    @property
    def _all(self) -> Sequence[RemoteFile]:
        return self._open.files if self._open is not None else ()

    def _here(self, name: str) -> str:
        assert self._open is not None
        return " ✓ " if cache.find(self._open.id, part_names(name)) is not None else "   "


def _row(head: str, name: str, tail: str, width: int) -> str:
    room = max(8, width - cell_len(head) - cell_len(tail) - 2)
    return f" {head}{set_cell_size(shortened(visible(name), room), room)} {tail}"
