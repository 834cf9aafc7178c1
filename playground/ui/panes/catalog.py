"""The catalog: models to choose from, by family, narrowed down by a filter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from playground.domain.catalog import CatalogEntry, shelved
from playground.domain.filters import (
    Filter,
    FilterError,
    Subject,
    category_of,
    parse_filter,
    subject,
    with_category,
)
from playground.domain.fit import Fit
from playground.domain.licenses import CATEGORIES, License
from playground.ui.catalog_line import catalog_line
from playground.ui.keys import binding
from playground.ui.widgets.filter_line import FilterLine
from playground.ui.widgets.row_list import Line, Row, RowList

_ROUTED = ("starter", "inspect", "engine", "pull", "downloads", "hub")  # the screen acts on them


class CatalogPane(Vertical):
    """One line per model file; selected ones are run in the order of their numbers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("catalog.toggle", "choose"),
        # With priority: what is typed ahead belongs into the line.
        binding("catalog.filter", "filter", priority=True),
        binding("catalog.class", "cycle_class"),
        binding("catalog.clear", "clear_filter"),
        binding("catalog.later", "reorder(1)"),
        binding("catalog.earlier", "reorder(-1)"),
        *(binding(f"catalog.{name}", f"screen.{name}") for name in _ROUTED),
        # From the filter line; in the list these are the list's own.
        Binding("up", "step('move', -1)", show=False),
        Binding("down", "step('move', 1)", show=False),
        Binding("pageup", "step('page', -1)", show=False),
        Binding("pagedown", "step('page', 1)", show=False),
    ]

    @dataclass
    class Focused(Message):
        """The cursor came to this model."""

        entry: CatalogEntry

    @dataclass
    class Chosen(Message):
        """The selection or its order changed."""

        entries: tuple[CatalogEntry, ...]

    @dataclass
    class Missing(Message):
        """A model was selected that is not on this machine."""

        entry: CatalogEntry

    def __init__(
        self, license_of: Callable[[str], License], fit: Callable[[CatalogEntry], Fit]
    ) -> None:
        """`license_of` gives a licence by id, `fit` what a model needs of this machine's memory."""
        super().__init__()
        self.border_title = "Models"
        self._license_of = license_of
        self._fit = fit
        self._fits: dict[int, Fit] = {}
        self._entries: dict[str, CatalogEntry] = {}
        self._families: list[tuple[str, list[tuple[Subject, Row]]]] = []
        self._chosen: dict[str, CatalogEntry] = {}
        self._filter = Filter()
        self._recent: tuple[str, ...] = ()
        self._marks: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Only the list: the filter line is made when it is first wanted."""
        yield RowList(self._line)

    @property
    def chosen(self) -> tuple[CatalogEntry, ...]:
        """The selected models in the order of their numbers."""
        return tuple(self._chosen.values())

    @property
    def focused_entry(self) -> CatalogEntry | None:
        """The model under the cursor."""
        return self._entries.get(self._list.cursor)

    @property
    def entries(self) -> tuple[CatalogEntry, ...]:
        """All models, whatever the filter leaves out."""
        return tuple(self._entries.values())

    @property
    def filter_text(self) -> str:
        """The filter that is in force."""
        return self._filter.text

    def show(
        self,
        entries: Sequence[CatalogEntry],
        chosen: Sequence[CatalogEntry] = (),
        *,
        recent: Sequence[str] | None = None,
    ) -> None:
        """Show these models; the cursor stays, or goes to the first of those in `chosen`.

        These are selected, too. In each family those in `recent` (by id, the last first) lead.
        """
        self._chosen.update({_key(entry): entry for entry in chosen})
        listed = [*(entry for entry in self._chosen.values() if entry not in entries), *entries]
        self._entries = {_key(entry): entry for entry in listed}
        self._recent = self._recent if recent is None else tuple(recent)
        self._families = [
            (family, [(self._subject(entry), Row(_key(entry))) for entry in members])
            for family, members in shelved(listed, self._recent)
        ]
        self.judge_again(cursor=_key(chosen[0]) if chosen else "")

    def entry(self, id_: str) -> CatalogEntry | None:
        """The model of this id."""
        return next((one for one in self._entries.values() if one.id == id_), None)

    def put(self, entry: CatalogEntry) -> None:
        """A model came to this machine: it takes the place of its id, or is one more."""
        others = [one for one in self._entries.values() if one.id != entry.id]
        self.show([*others, entry])

    def mark(self, marks: Mapping[str, str]) -> None:
        """Show in the three cells before some models, by id, how far their downloads are."""
        before, self._marks = self._marks, dict(marks)
        if changed := {id_ for id_ in {*before, *marks} if before.get(id_) != marks.get(id_)}:
            self._list.redraw(*(key for key, one in self._entries.items() if one.id in changed))

    def judge_again(self, fits: Iterable[tuple[CatalogEntry, Fit]] = (), cursor: str = "") -> None:
        """More is known of what fits: ask anew, but for models whose fit is told here."""
        self._fits = {id(entry): fit for entry, fit in fits}
        self._rebuild(cursor)
        if self.focused_entry is not None:
            self.post_message(self.Focused(self.focused_entry))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the filter line, the key that opens it is a letter like others."""
        if action == "filter" and isinstance(self.screen.focused, FilterLine):
            return False
        return super().check_action(action, parameters)

    def focus_list(self) -> None:
        """Go to the models."""
        self.screen.set_focus(self._list)

    async def action_filter(self) -> None:
        """Open the filter line."""
        if not self.query(FilterLine):
            line = FilterLine(self._filter.text, self.focus_list)
            await self.mount(line, Static(id="filter-problem"), before=0)
        self.add_class("filtering")
        self.screen.set_focus(self.query_one(FilterLine))

    async def action_cycle_class(self) -> None:
        """Show one class of licences after the other, then all again."""
        order = ["", *CATEGORIES]
        current = category_of(self._filter.text)
        at = order.index(current) + 1 if current in order else 1
        self._use(with_category(self._filter.text, order[at % len(order)]))

    def action_clear_filter(self) -> None:
        """Show all models."""
        self._use("")

    def action_step(self, action: str, step: int) -> None:
        """Move the cursor of the list while the filter is typed."""
        {"move": self._list.action_move, "page": self._list.action_page}[action](step)

    def action_choose(self) -> None:
        """Select or deselect the model under the cursor."""
        entry = self.focused_entry
        if entry is None:
            return
        if self._chosen.pop(_key(entry), None) is None:
            if not entry.runnable:
                self.post_message(self.Missing(entry))
                return
            self._chosen[_key(entry)] = entry
        self._selection_changed({_key(entry), *self._chosen})

    def action_reorder(self, step: int) -> None:
        """Move the selected model under the cursor one place on in the order, or with -1 back."""
        keys = list(self._chosen)
        if self._list.cursor not in keys:
            return
        at = keys.index(self._list.cursor)
        to = at + step
        if 0 <= to < len(keys):
            keys[at], keys[to] = keys[to], keys[at]
            self._chosen = {key: self._chosen[key] for key in keys}
            self._selection_changed({keys[at], keys[to]})

    @property
    def _list(self) -> RowList:
        return self.query_one(RowList)

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        if event.id in self._entries:
            self.post_message(self.Focused(self._entries[event.id]))

    @on(RowList.Pressed)
    def _pressed(self, event: RowList.Pressed) -> None:
        event.stop()
        self.action_choose()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._use(event.value, typed=True)

    def on_descendant_blur(self) -> None:
        """Fold the filter line up when it is left; what it says stays in force."""
        self.call_after_refresh(self._fold)

    def _fold(self) -> None:
        if not isinstance(self.screen.focused, FilterLine):
            self.remove_class("filtering")

    def _use(self, text: str, *, typed: bool = False) -> None:
        """Filter by this text; one that is not understood is explained and changes nothing."""
        problem = ""
        try:
            understood = parse_filter(text)
        except FilterError as error:
            # The likeliest word first: the pane may have room for little more.
            problem = f"{error.hint} {error}".strip()
        else:
            if understood.text != self._filter.text:
                self._filter = understood
                self._rebuild()
        for line in self.query(FilterLine):
            self.query_one("#filter-problem", Static).update(problem, layout=bool(problem))
            self.set_class(bool(problem), "misunderstood")
            if not typed:
                line.value = text

    def _rebuild(self, cursor: str = "") -> None:
        """List what the filter leaves."""
        rows: list[Row] = []
        count, accepts = 0, self._filter.accepts
        for family, members in self._families:
            kept = [row for one, row in members if accepts(one)]
            if kept:
                count += len(kept)
                rows.append(Row("", family))
                rows += kept
        text = self._filter.text.strip()
        if text and not rows:
            rows = [Row("", "No model is like that."), Row("", "Backspace shows all.")]
        self.border_title = f"Models {count} /{text}" if text else "Models"
        self._list.show(rows, cursor=cursor or self._list.cursor)

    def _selection_changed(self, keys: Collection[str]) -> None:
        self._list.redraw(*keys)
        self.post_message(self.Chosen(self.chosen))

    def _subject(self, entry: CatalogEntry) -> Subject:
        return subject(entry, self._license_of(entry.license), lambda one: self._judge(one).verdict)

    def _judge(self, entry: CatalogEntry) -> Fit:
        found = self._fits.get(id(entry))
        if found is None:
            found = self._fits[id(entry)] = self._fit(entry)
        return found

    def _line(self, key: str, width: int) -> Line:
        entry = self._entries[key]
        place = list(self._chosen).index(key) + 1 if key in self._chosen else 0
        letter = self._license_of(entry.license).letter
        fit, mark = self._judge(entry).mark, self._marks.get(entry.id, "")
        text = catalog_line(entry, place, fit, letter, width, mark=mark)
        return Line(text, "chosen" if place else "" if entry.runnable else "away")


def _key(entry: CatalogEntry) -> str:
    """Tells rows apart: two files of one name in different folders have the same id."""
    return entry.id if entry.repo else f"{entry.id} {entry.path or ''}"
