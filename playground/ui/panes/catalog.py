"""The catalog: models to choose from, by family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from playground.domain.catalog import CatalogEntry, by_family
from playground.domain.licenses import License
from playground.ui.keys import binding


class CatalogPane(OptionList):
    """One line per model file; selected ones are run in the order they were selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("catalog.toggle", "choose"),
        binding("catalog.starter", "screen.starter"),
    ]

    @dataclass
    class Focused(Message):
        """The cursor came to this model."""

        entry: CatalogEntry

    @dataclass
    class Chosen(Message):
        """The selection changed."""

        entries: tuple[CatalogEntry, ...]

    @dataclass
    class Missing(Message):
        """A model was selected that is not on this machine."""

        entry: CatalogEntry

    def __init__(self, licenses: dict[str, License]) -> None:
        """`licenses` by id."""
        super().__init__(compact=True)
        self.border_title = "Models"
        self._licenses = licenses
        self._entries: dict[str, CatalogEntry] = {}
        self._chosen: dict[str, CatalogEntry] = {}

    @property
    def chosen(self) -> tuple[CatalogEntry, ...]:
        """The selected models in the order of their selection."""
        return tuple(self._chosen.values())

    @property
    def focused_entry(self) -> CatalogEntry | None:
        """The model under the cursor."""
        option = self.highlighted_option
        return self._entries.get(option.id) if option and option.id else None

    def show(self, entries: Sequence[CatalogEntry], chosen: Sequence[CatalogEntry] = ()) -> None:
        """Show these models; the selection and the cursor stay where they can."""
        current = self.focused_entry
        self._chosen.update({entry.id: entry for entry in chosen})
        listed = [*(entry for entry in self._chosen.values() if entry not in entries), *entries]
        self._entries = {entry.id: entry for entry in listed}
        here = [entry for entry in listed if entry.installed]
        elsewhere = [entry for entry in listed if not entry.installed]
        options: list[Option] = []
        for family, members in (*by_family(here), *by_family(elsewhere)):
            options.append(Option(Content.styled(f" {family}", "dim"), disabled=True))
            options += [Option(self._line(entry), id=entry.id) for entry in members]
        self.set_options(options)
        wanted = current.id if current else next(iter(self._entries), None)
        if wanted in self._entries:
            self.highlighted = self.get_option_index(wanted)

    def on_resize(self) -> None:
        """Lay the lines out for the new width."""
        for entry in self._entries.values():
            self.replace_option_prompt(entry.id, self._line(entry))

    def action_choose(self) -> None:
        """Select or deselect the model under the cursor."""
        entry = self.focused_entry
        if entry is None:
            return
        if self._chosen.pop(entry.id, None) is None:
            if not entry.installed:
                self.post_message(self.Missing(entry))
                return
            self._chosen[entry.id] = entry
        self.replace_option_prompt(entry.id, self._line(entry))
        self.post_message(self.Chosen(self.chosen))

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self.focused_entry is not None:
            self.post_message(self.Focused(self.focused_entry))

    @on(OptionList.OptionSelected)
    def _pressed(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_choose()

    def _line(self, entry: CatalogEntry) -> Content:
        """Mark, id, size and the letter of the licence: the marks need no colour."""
        mark = "[x]" if entry.id in self._chosen else "[ ]" if entry.installed else " · "
        licence = self._licenses.get(entry.license)
        tail = f"{_size(entry)} {licence.letter if licence else '?'}"
        room = max(8, (self.size.width or 26) - len(mark) - len(tail) - 3)
        name = entry.id if len(entry.id) <= room else entry.id[: room - 1] + "…"
        line = f"{mark} {name.ljust(room)} {tail}"
        return Content(line) if entry.installed else Content.styled(line, "dim")


def _size(entry: CatalogEntry) -> str:
    if entry.size_bytes is None:
        return "   ?"
    if entry.size_bytes < 999_500_000:
        return (
            f"{entry.size_bytes / 1e6:3.0f}M"
            if entry.size_bytes >= 9.95e6
            else (f"{entry.size_bytes / 1e6:3.1f}M")
        )
    return (
        f"{entry.size_bytes / 1e9:3.1f}G"
        if entry.size_bytes < 9.95e9
        else (f"{entry.size_bytes / 1e9:3.0f}G")
    )
