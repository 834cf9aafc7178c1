"""The sampling parameters: one line that sums them up, fields to edit them on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Horizontal, Vertical
from textual.widgets import Input, Label, Static

from playground.domain.recalled_choices import RecalledChoices
from playground.domain.sampling_form import ALL, LABELS, TEXTS, SamplingForm
from playground.domain.terminal import visible

_COLUMNS = 2
_WIDE = "lora"
"""The last field, which has a row of its own for its paths."""


class SamplingPane(Vertical):
    """An empty field leaves a parameter to the model; a bad value is marked and never sent."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", show=False),
        Binding("down", "go(1)", show=False),
    ]

    def __init__(self, cores: int, check: Callable[[str, str], str | None] | None = None) -> None:
        """`cores`: how many threads a model may have; `check` finds what is wrong with a text."""
        super().__init__()
        self.border_title = "Sampling"
        self._form = SamplingForm(cores, check)
        self._scope = ALL

    def compose(self) -> ComposeResult:
        """Only the summary: the fields are made when they are first wanted."""
        yield Static(self._form.summary(), id="sampling-summary", markup=False)

    @property
    def chosen(self) -> dict[str, float | int]:
        """The values that were set for all models; only good ones."""
        return self._form.sampling(ALL)

    @property
    def per_model(self) -> dict[str, dict[str, float | int]]:
        """The values that were set for single models, by id."""
        return self._form.per_model()

    @property
    def samples(self) -> int:
        """Answers per model."""
        return self._form.run_value("samples") or 1

    @property
    def threads(self) -> int | None:
        """Threads per model; None shares the free cores out."""
        return self._form.run_value("threads")

    @property
    def context_length(self) -> int | None:
        """Tokens; None takes what the model was made for."""
        return self._form.run_value("context_length")

    def texts_for(self, model: str) -> dict[str, str]:
        """What was typed for a model as grammar, JSON schema and adapters; only good ones."""
        return self._form.texts_for(model)

    @property
    def problems(self) -> list[str]:
        """What is wrong with the values as they stand."""
        return [
            f"{scope}: {problem}" if scope != ALL else problem
            for scope, _, problem in self._form.problems()
        ]

    async def edit(
        self, models: Sequence[str] = (), unable: Mapping[str, str] | None = None
    ) -> None:
        """Open the fields, at the first that is wrong; from within, turn to the next of `models`.

        The values of a model hold for it alone, over those of all models. `unable` tells of some
        by their ids why they can keep to no grammar or schema and take no adapters.
        """
        if unable is not None:
            self._form.know(unable)
        wrong = self._form.problems()
        if not self.query(Grid):
            await self.mount(
                Grid(*(self._field(name) for name in LABELS)),
                Label(id="sampling-note", markup=False),
            )
        name = next(iter(LABELS))
        if wrong:
            self._scope, name, _ = wrong[0]
        elif self.has_focus_within:
            scopes = [ALL, *dict.fromkeys(models)]
            at = scopes.index(self._scope) + 1 if self._scope in scopes else 0
            self._scope = scopes[at % len(scopes)]
            focused = self.screen.focused
            if focused is not None and focused.id in self._form.fields(self._scope):
                name = focused.id
        else:
            self._scope = ALL
        self.add_class("open")
        self._fill()
        self.screen.set_focus(self.query_one(f"#{name}", Input))
        self._note(name)

    def action_go(self, step: int) -> None:
        """Go a row on, or with -1 a row back; round the ends."""
        fields = list(self.query(Input))
        at = next((at for at, field in enumerate(fields) if field.has_focus), None)
        if at is not None:
            column = fields[at % _COLUMNS :: _COLUMNS]
            rows = [field for field in column if not field.disabled or field.has_focus]
            self.screen.set_focus(rows[(rows.index(fields[at]) + step) % len(rows)])

    @property
    def untouched(self) -> bool:
        """Whether nothing is set."""
        return self._form.untouched

    def recall(self, choices: RecalledChoices) -> None:
        """Set what was chosen for an earlier run, and nothing else."""
        self._form.recall(choices.sampling, choices.per_model, choices.samples)
        self._scope = ALL
        self._fill()

    def next_preset(self) -> str:
        """Turn to the next preset in the scope that is open, else for all models; its name."""
        name = self._form.next_preset(self._scope)
        self._fill()
        return name

    def on_descendant_blur(self) -> None:
        """Fold up when the fields are left; what was typed stays."""
        self.call_after_refresh(self._fold)

    def on_descendant_focus(self) -> None:
        """Say what the field under the cursor means."""
        focused = self.screen.focused
        if isinstance(focused, Input) and focused.id:
            self._note(focused.id)

    def _fold(self) -> None:
        if not self.has_focus_within and self.has_class("open"):
            self.remove_class("open")
            self._scope = ALL
            self._fill()

    def _field(self, name: str) -> Horizontal:
        field = Input(id=name, compact=True, select_on_focus=False)
        field.cursor_blink = False
        row = Horizontal(Label(LABELS[name], classes="name"), field)
        row.set_class(name == _WIDE, "wide")
        return row

    def _fill(self) -> None:
        """Show the values of the scope."""
        only = f" of {visible(self._scope)} alone" if self._scope != ALL else ""
        self.border_title = f"Sampling{only}"
        fields = self._form.fields(self._scope)
        with self.prevent(Input.Changed):
            for field in self.query(Input):
                name = field.id or ""
                field.disabled = name not in fields
                field.placeholder = self._form.placeholder(self._scope, name)
                field.value = self._form.text(self._scope if name in fields else ALL, name)
                field.cursor_position = len(field.value)
                self._mark(field)
        self._sum_up()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        name = event.input.id or ""
        self._form.type(self._scope, name, event.value)
        self._mark(event.input)
        self._note(name)
        self._sum_up()

    def _mark(self, field: Input) -> None:
        name = field.id or ""
        bad = bool(not field.disabled and self._form.problem(self._scope, name))
        field.set_class(bad, "bad")
        label = field.query_ancestor(Horizontal).query_one(Label)
        label.update(f"{'! ' if bad else ''}{LABELS[name]}")

    def _note(self, name: str) -> None:
        if name in TEXTS:
            meaning = f"{self._form.unable(self._scope)} {TEXTS[name]}".lstrip()
        else:
            parameter = self._form.parameter(name)
            meaning = f"{' to '.join(parameter.bounds)}: {parameter.meaning}"
        problem = self._form.problem(self._scope, name)
        self.query_one("#sampling-note", Label).update(problem or meaning)

    def _sum_up(self) -> None:
        self.query_one("#sampling-summary", Static).update(self._form.summary())
