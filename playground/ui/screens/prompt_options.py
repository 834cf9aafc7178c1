"""What goes around the prompt: system prompt, template, variables, stop strings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Label, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from playground.domain.catalog import CatalogEntry
from playground.domain.prompts import (
    AUTO,
    PromptOptions,
    read_stops,
    variables_in,
    write_stops,
)
from playground.domain.templates import Template, Turn
from playground.domain.writing import OWN, Write, remarks
from playground.ui.screens.leaving import LeavableScreen
from playground.ui.widgets.editor import Editor
from playground.ui.widgets.tick import Tick

_FOOT = " Esc Back, all is kept  Tab Next field  ↑↓ Template  Space Tick"


class PromptOptionsScreen(LeavableScreen[PromptOptions]):
    """Esc gives back the options as they stand."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f8", "accept", "Back", show=False, priority=True)
    ]

    def __init__(
        self,
        options: PromptOptions,
        texts: tuple[str, ...],
        templates: Mapping[str, Template],
        write: Write,
        entry: CatalogEntry | None,
    ) -> None:
        """`texts` are the variants, for the variables in them; `entry` is the model to speak of."""
        super().__init__()
        self._options = options
        self._texts = texts
        self._templates = templates
        self._write = write
        self._entry = entry
        self._names = variables_in(options.system, *texts)

    def compose(self) -> ComposeResult:
        """A field for each, the template as a list with its reason beside it."""
        names = [AUTO, OWN, *self._templates]
        with VerticalScroll(can_focus=False) as body:
            body.border_title = "Prompt options"
            yield Label("System prompt")
            yield Editor(self._options.system, id="system")
            yield Label("Template")
            with Horizontal():
                choices = OptionList(*(Option(name, id=name) for name in names), compact=True)
                known = self._options.template if self._options.template in names else AUTO
                choices.highlighted = names.index(known)
                yield choices
                yield Static(id="why")
            yield Static(id="variables-note")
            for name in self._names:
                yield self._row(name)
            yield Label("Stop strings, one a line; \\n is a line end, \\t a tab")
            yield Editor(write_stops(self._options.stop), id="stop")
            yield Tick(
                "A conversation that outgrows the context loses its oldest turns",
                self._options.drop_oldest,
                id="drop-oldest",
            )
        yield Static(_FOOT, classes="foot")

    def on_mount(self) -> None:
        """Begin where something is missing, else at the top."""
        self._note_variables()
        missing = self._options.missing(self._texts)
        self.set_focus(self.query_one(f"#value-{missing[0]}" if missing else "#system", Editor))

    def action_accept(self) -> None:
        """Give back the options as they stand."""
        values = dict(self._options.values)
        for row in self.query(".value").results(Editor):
            name = (row.id or "").removeprefix("value-")
            values.pop(name, None)
            if row.text:
                values[name] = row.exact
        self.dismiss(
            PromptOptions(
                self.query_one("#system", Editor).exact,
                self._chosen,
                read_stops(self.query_one("#stop", Editor).text),
                values,
                self.query_one(Tick).value,
            )
        )

    @property
    def _chosen(self) -> str:
        option = self.query_one(OptionList).highlighted_option
        return (option.id if option else None) or AUTO

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        """Say what the template under the cursor does to the prompt."""
        chosen, system = self._chosen, self.query_one("#system", Editor).text
        if self._entry is not None:
            written = self._write(self._entry, chosen, system, (Turn("user", ""),))
            first = f"For {self._entry.id} this is {written.template}: {written.why}."
            if chosen != AUTO:
                first = f"{written.template} for every model."
            notes = written.remarks
        else:
            first = "Each model's own." if chosen == AUTO else f"{chosen} for every model."
            known = self._templates.get(chosen)
            notes = remarks(known, system, ()) if known else ()
        self.query_one("#why", Static).update(Content("\n".join((first, *notes))))

    @on(TextArea.Changed, "#system")
    async def _look_for_variables(self) -> None:
        """A variable may be written into the system prompt as well."""
        found = variables_in(self.query_one("#system", Editor).text, *self._texts)
        new = [name for name in found if name not in self._names]
        if new:
            self._names = (*self._names, *new)
            rows = [self._row(name) for name in new]
            await self.query_one(VerticalScroll).mount_all(rows, after="#variables-note")
            self._note_variables()

    def _row(self, name: str) -> Horizontal:
        field = Editor(self._options.values.get(name, ""), id=f"value-{name}")
        field.add_class("value")
        return Horizontal(Label(name, classes="name"), field, classes="variable")

    def _note_variables(self) -> None:
        note = (
            "Variables: the value of each, for all variants"
            if self._names
            else "Variables: none; {{name}} in the prompt makes one"
        )
        self.query_one("#variables-note", Static).update(Content(note))
