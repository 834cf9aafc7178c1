"""The choice of a theme, seen at once on the screen behind it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.setting_lines import keep_setting
from playground.ui import theming
from playground.ui.keys import either_case
from playground.ui.screens.leaving import LeavableBox
from playground.ui.widgets.row_list import Line, Row, RowList


class ThemeScreen(LeavableBox[None]):
    """Moving shows a theme, Enter keeps it in the settings, Esc goes back to the one before."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("escape,q,f12", "restore", "Back", show=False),
    )

    def __init__(self) -> None:
        super().__init__()
        self._before = ""
        self._files = theming.theme_files()
        self._problems: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The names and what to press."""
        with Vertical(id="themes") as box:
            box.border_title = "Theme"
            yield RowList(self._line)
            yield Static(id="theme-note", markup=False)
            yield Static(" Enter Keep  Esc Back", classes="foot", markup=False)

    def on_mount(self) -> None:
        """Stand on the theme that is in force."""
        self._before = self.app.theme
        rows = self.query_one(RowList)
        rows.show([Row(name) for name in self._files], cursor=self._before)
        self.set_focus(rows)

    def action_restore(self) -> None:
        """Back to the theme before."""
        self.app.theme = self._before
        self.dismiss()

    @on(RowList.Moved)
    def _preview(self, event: RowList.Moved) -> None:
        event.stop()
        name = event.id
        note = "yours" if self._files[name].is_relative_to(paths.config_folder()) else ""
        try:
            theme = theming.load_theme(name)
        except PlaygroundError as error:
            self._problems[name] = note = str(error)
            self.query_one(RowList).redraw(name)
        else:
            self._problems.pop(name, None)
            self.app.register_theme(theme)
            self.app.theme = name
        self.query_one("#theme-note", Static).update(note)

    @on(RowList.Pressed)
    def _keep(self, event: RowList.Pressed) -> None:
        event.stop()
        if event.id in self._problems:
            return
        try:
            path = keep_setting("theme", event.id)
        except PlaygroundError as error:
            self.app.notify(str(error), severity="error", timeout=20, markup=False)
        else:
            self.app.notify(f"Kept in {paths.shown(path)}.", markup=False)
        self.dismiss()

    def _line(self, name: str, width: int) -> Line:
        del width
        return Line(f" {'!' if name in self._problems else ' '} {name}", "")
