"""The sampling parameters: one line that sums them up, fields to edit them on demand."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical
from textual.widgets import Input, Label, Static

from playground.domain.sampling import PARAMETERS_BY_NAME, parse

_FIELDS = {
    "temperature": "temperature",
    "top_k": "top-k",
    "top_p": "top-p",
    "repetition_penalty": "repeat pen.",
    "seed": "seed",
    "max_new_tokens": "max tokens",
}


class SamplingPane(Vertical):
    """An empty field leaves a parameter to the model; a bad value is marked and never sent."""

    def __init__(self) -> None:
        super().__init__()
        self.border_title = "Sampling"
        self._typed: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Only the summary: the fields are made when they are first wanted."""
        yield Static(self._summary(), id="sampling-summary")

    @property
    def chosen(self) -> dict[str, float | int]:
        """The values that were set; only good ones."""
        return {
            name: parse(name, text)
            for name, text in self._typed.items()
            if text.strip() and not self._problem(name)
        }

    @property
    def problems(self) -> list[str]:
        """What is wrong with the values as they stand."""
        found = (self._problem(name) for name in _FIELDS)
        return [problem for problem in found if problem]

    async def edit(self) -> None:
        """Open the fields and go to the first, or to the first that is wrong."""
        if not self.query(Grid):
            await self.mount(
                Grid(*(self._field(name) for name in _FIELDS)), Label(id="sampling-note")
            )
        self.add_class("open")
        wrong = [name for name in _FIELDS if self._problem(name)]
        self.screen.set_focus(self.query_one(f"#{(wrong or list(_FIELDS))[0]}", Input))

    def on_descendant_blur(self) -> None:
        """Fold up when the fields are left; what was typed stays."""
        self.call_after_refresh(self._fold)

    def _fold(self) -> None:
        if not self.has_focus_within:
            self.remove_class("open")

    def _field(self, name: str) -> Horizontal:
        field = Input(self._typed.get(name, ""), placeholder="model's own", id=name, compact=True)
        field.cursor_blink = False
        return Horizontal(Label(_FIELDS[name], classes="name"), field)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        name = event.input.id or ""
        self._typed[name] = event.value
        problem = self._problem(name)
        event.input.set_class(bool(problem), "bad")
        event.input.query_ancestor(Horizontal).query_one(Label).update(
            f"{'! ' if problem else ''}{_FIELDS[name]}"
        )
        self._note(name)
        self.query_one("#sampling-summary", Static).update(self._summary())

    def on_descendant_focus(self) -> None:
        """Say what the field under the cursor means."""
        focused = self.screen.focused
        if isinstance(focused, Input) and focused.id:
            self._note(focused.id)

    def _note(self, name: str) -> None:
        parameter = PARAMETERS_BY_NAME[name]
        meaning = f"{parameter.minimum:g} to {parameter.maximum:g}: {parameter.meaning}"
        self.query_one("#sampling-note", Label).update(self._problem(name) or meaning)

    def _problem(self, name: str) -> str | None:
        text = self._typed.get(name, "").strip()
        if not text:
            return None
        try:
            parse(name, text)
        except ValueError as error:
            return str(error)
        return None

    def _summary(self) -> str:
        parts = []
        for name, label in _FIELDS.items():
            text = self._typed.get(name, "").strip()
            if text:
                parts.append(f"{'!' if self._problem(name) else ''}{label} {text}")
        return "  ".join(parts) or "as each model was made for"
