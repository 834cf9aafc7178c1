"""The export dialog: asks for format, file and what is to be left out; writes nothing itself."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from playground.domain.comparison import Choice, read_patterns, read_runs
from playground.domain.terminal import visible
from playground.errors import PlaygroundError
from playground.services.exports import FORMATS, Format, form_of
from playground.ui.screens.leaving import LeavableBox
from playground.ui.widgets.row_list import Line, Row, RowList


class ExportWish(NamedTuple):
    """What a person wants exported, how and where to."""

    form: str
    """A name of `FORMATS`."""
    path: Path
    choice: Choice


class ExportDialog(LeavableBox[ExportWish | None]):
    """Gives the wish, or None for Esc; what cannot be is told where it was typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", show=False, priority=True),
        Binding("tab", "app.focus_next", "Next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", "Before", show=False, priority=True),
        Binding("f2", "accept", "Export", show=False, priority=True),
        Binding("f3", "anonymise", "Anonymise", show=False, priority=True),
    ]

    def __init__(self, name: str) -> None:
        """`name` is that of the file to suggest, without its end."""
        super().__init__()
        self._name = name
        self._suffix = FORMATS[0].suffix
        self._anonymise = False

    def compose(self) -> ComposeResult:
        """The formats, then the lines to fill in."""
        with Vertical(classes="box"):
            yield Static(Content.styled("Export this session", "bold"))
            yield RowList(self._line)
            for id_, label, value, hint in (
                ("path", "File", f"{self._name}{self._suffix}", ""),
                ("runs", "Runs", "", "all; or such as 1,3,5-8"),
                ("redact", "Redact", "", "nothing; or what this regular expression matches"),
            ):
                field = Input(value, hint, id=id_, compact=True)
                field.cursor_blink = False
                yield Horizontal(Static(label, classes="label"), field)
            yield Static(id="anonymise", markup=False)
            yield Static(id="told", markup=False)
            hint = "↑↓ Format  Tab Next  Enter or F2 Export  F3 Anonymise  Esc Back"
            yield Static(hint, classes="hint", markup=False)

    def on_mount(self) -> None:
        """The first format is under the cursor."""
        formats = self.query_one(RowList)
        formats.show([Row(form.name) for form in FORMATS])
        self.set_focus(formats)
        self._draw()

    def action_anonymise(self) -> None:
        """Leave out the machine and where files lie, or not."""
        self._anonymise = not self._anonymise
        self._draw()

    @on(RowList.Moved)
    def _chosen(self) -> None:
        """The end of the file's name follows the format."""
        field = self.query_one("#path", Input)
        if field.value.endswith(self._suffix):
            field.value = field.value.removesuffix(self._suffix) + self._form.suffix
        self._suffix = self._form.suffix
        self._look()

    @on(Input.Changed, "#path")
    def _typed(self, event: Input.Changed) -> None:
        """The format follows the end of a file's name that says one."""
        said = form_of(event.value.strip())
        if said is not None and said != self._form:
            self.query_one(RowList).show([Row(form.name) for form in FORMATS], cursor=said.name)
        self._look()

    def _look(self) -> None:
        """Say what will happen to a file that is there."""
        path = self._path
        there = path is not None and path.exists()
        self._say("It replaces the file that is there." if there else "")

    @on(Input.Submitted)
    @on(RowList.Pressed)
    def action_accept(self) -> None:
        """Give the wish, if it can be."""
        path = self._path
        if path is None:
            self._say("! Name a file.")
            return
        runs = self.query_one("#runs", Input).value.strip()
        redact = self.query_one("#redact", Input).value
        try:
            choice = Choice(
                runs=read_runs(runs) if runs else None,
                anonymise=self._anonymise,
                redact=read_patterns([redact] if redact else []),
            )
        except PlaygroundError as error:
            self._say(f"! {error}")
            return
        self.dismiss(ExportWish(self._form.name, path, choice))

    @property
    def _form(self) -> Format:
        wanted = self.query_one(RowList).cursor
        return next((form for form in FORMATS if form.name == wanted), FORMATS[0])

    @property
    def _path(self) -> Path | None:
        text = self.query_one("#path", Input).value.strip()
        try:
            return Path(text).expanduser() if text else None
        except RuntimeError:  # the home folder of nobody
            return Path(text)

    def _line(self, name: str, width: int) -> Line:
        del width
        form = next(form for form in FORMATS if form.name == name)
        return Line(f" {form.name:<10}{form.what}")

    def _draw(self) -> None:
        mark = "x" if self._anonymise else " "
        self.query_one("#anonymise", Static).update(
            f"[{mark}] F3: leave out the machine and where files lie"
        )

    def _say(self, text: str) -> None:
        self.query_one("#told", Static).update(Content(visible(text)))
