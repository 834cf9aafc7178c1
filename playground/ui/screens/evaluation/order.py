"""What is to be evaluated: tasks, models, how many examples; nothing is run here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from playground.domain.catalog import CatalogEntry
from playground.domain.metrics import METRICS
from playground.domain.tasks import Task
from playground.domain.terminal import visible
from playground.ui.catalog_line import shortened
from playground.ui.desk import Desk
from playground.ui.keys import either_case
from playground.ui.screens.ask import AskKey
from playground.ui.screens.evaluation.earlier import EarlierScreen
from playground.ui.screens.leaving import LeavableScreen
from playground.ui.widgets.row_list import Line, Row, RowList

_FOOT = " Space Select  Tab Next  F5 Evaluate  O Earlier ones  Esc Back"
_FIELDS = (
    ("limit", "Examples", "all"),
    ("samples", "Samples", "1"),
    ("seed", "Seed", "0"),
)
_LOWEST = {"limit": 1, "samples": 1, "seed": 0}
_HIGHEST = {"limit": 1_000_000, "samples": 100, "seed": 2**31 - 1}


class Wish(NamedTuple):
    """What a person wants evaluated."""

    tasks: tuple[Task, ...]
    models: tuple[CatalogEntry, ...]
    limit: int | None
    samples: int
    seed: int
    execute: bool


class OrderScreen(LeavableScreen[Wish | None]):
    """Gives the wish, or None for Esc; what is missing is told here."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 (Textual declares it so)
    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("escape", "dismiss(None)", "Back", show=False, priority=True),
        Binding("tab", "app.focus_next", "Next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", "Before", show=False, priority=True),
        Binding("space", "mark", "Select", show=False),
        Binding("f5,ctrl+r", "begin", "Evaluate", show=False, priority=True),
        Binding("o", "earlier", "Earlier ones", show=False),
    )

    def __init__(
        self,
        desk: Desk,
        tasks: Sequence[Task],
        models: Sequence[CatalogEntry],
        chosen: Sequence[CatalogEntry],
        problems: Sequence[str] = (),
    ) -> None:
        """`models` are those that can run here, `problems` tells of task files that are wrong."""
        super().__init__()
        self._desk = desk
        self._tasks: Mapping[str, Task] = {task.name: task for task in tasks}
        self._models: Mapping[str, CatalogEntry] = {entry.id: entry for entry in models}
        self._chosen_tasks: list[str] = []
        self._chosen_models = [entry.id for entry in chosen if entry.id in self._models]
        self._problems = problems

    def compose(self) -> ComposeResult:
        """Tasks beside models, the options below them, and what is under the cursor."""
        tasks, models = RowList(self._task_line), RowList(self._model_line)
        tasks.id, models.id = "tasks", "models"
        tasks.border_title, models.border_title = "Tasks", "Models to evaluate"
        yield Horizontal(tasks, models, id="lists")
        with Horizontal(id="options"):
            for id_, label, hint in _FIELDS:
                field = Input("", hint, id=id_, compact=True)
                field.cursor_blink = False
                yield Static(label, classes="label")
                yield field
        yield Static(id="about", markup=False)
        yield Static(_FOOT, classes="foot", markup=False)

    def on_mount(self) -> None:
        """Tasks first; the small ones of the bundled models before the others."""
        names = sorted(self._tasks, key=lambda name: (not name.endswith("-demo"), name))
        self._list("tasks").show([Row(name) for name in names])
        self._list("models").show([Row(id_) for id_ in self._models])
        self.set_focus(self._list("tasks"))
        if self._problems:
            self._say("\n".join(self._problems))

    def action_mark(self) -> None:
        """Select or deselect what is under the cursor."""
        rows = self.focused
        if not isinstance(rows, RowList) or not rows.cursor:
            return
        chosen = self._chosen_tasks if rows.id == "tasks" else self._chosen_models
        if rows.cursor in chosen:
            chosen.remove(rows.cursor)
        else:
            chosen.append(rows.cursor)
        rows.refresh()
        self._sum_up()

    def action_begin(self) -> None:
        """Give what was chosen; where nothing was, what is under the cursor."""
        for name, chosen in (("tasks", self._chosen_tasks), ("models", self._chosen_models)):
            rows = self._list(name)
            if not chosen and rows.cursor:
                chosen.append(rows.cursor)
                rows.refresh()
            if not chosen:
                self._say(f"There are no {name} to evaluate.")
                return
        values = {}
        for id_, label, _ in _FIELDS:
            field = self.query_one(f"#{id_}", Input)
            text = field.value.strip()
            low, high = _LOWEST[id_], _HIGHEST[id_]
            if text and not (text.isascii() and text.isdigit() and low <= int(text) <= high):
                self.set_focus(field)
                self._say(f"{label} must be a whole number from {low} to {high:,}, not {text!r}.")
                return
            values[id_] = int(text) if text else None
        wish = Wish(
            tuple(self._tasks[name] for name in self._chosen_tasks),
            tuple(self._models[id_] for id_ in self._chosen_models),
            values["limit"],
            values["samples"] or 1,
            values["seed"] or 0,
            execute=False,
        )
        running_code = [task.name for task in wish.tasks if task.runs_code]
        if running_code:
            self._ask_to_run_code(wish, running_code)
        else:
            self.dismiss(wish)

    def action_earlier(self) -> None:
        """See what was evaluated before."""
        self.app.push_screen(EarlierScreen(self._desk))

    def _ask_to_run_code(self, wish: Wish, names: Sequence[str]) -> None:
        def answered(key: str | None) -> None:
            if key is not None:
                self.dismiss(wish._replace(execute=key == "y"))

        question = (
            f"{', '.join(names)}: to know whether an answer is right, the Python that the models "
            "wrote is run on this machine: in a sandbox without network, home folder and "
            "environment, with limits of time and memory. No sandbox is perfect. Run it?"
        )
        choices = {"y": "run the code in the sandbox", "n": "run none: what passes is not known"}
        self.app.push_screen(AskKey(question, choices), answered)

    @on(RowList.Pressed)
    def _press(self, event: RowList.Pressed) -> None:
        event.stop()
        self.action_mark()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_begin()

    @on(RowList.Moved)
    def _tell(self, event: RowList.Moved) -> None:
        event.stop()
        if event.id in self._tasks and self._list("tasks").has_focus:
            task = self._tasks[event.id]
            metrics = ", ".join(METRICS[use.name].title for use in task.metrics)
            code = " Judging it means to run code." if task.runs_code else ""
            self._say(
                f"{visible(task.title)}, {len(task.examples)} examples. "
                f"{visible(task.description)}\nMetrics: {metrics}.{code}"
            )
        elif event.id in self._models and self._list("models").has_focus:
            entry = self._models[event.id]
            where = f" {entry.endpoint.warning}." if entry.endpoint else ""
            self._say(f"{visible(entry.name or entry.id)}: {visible(entry.license)}.{where}")

    def _sum_up(self) -> None:
        tasks, models = len(self._chosen_tasks), len(self._chosen_models)
        examples = sum(len(self._tasks[name].examples) for name in self._chosen_tasks)
        self._say(
            f"{tasks} {'task' if tasks == 1 else 'tasks'} with {examples} examples, "
            f"{models} {'model' if models == 1 else 'models'}. F5 begins."
        )

    def _list(self, id_: str) -> RowList:
        return self.query_one(f"#{id_}", RowList)

    def _say(self, text: str) -> None:
        self.query_one("#about", Static).update(Content(text))

    def _task_line(self, name: str, width: int) -> Line:
        tail = f"{len(self._tasks[name].examples):>5}"
        return _row(name, tail, width, chosen=name in self._chosen_tasks)

    def _model_line(self, id_: str, width: int) -> Line:
        entry = self._models[id_]
        tail = "↗" if entry.endpoint else entry.quantisation or ""
        return _row(id_, tail, width, chosen=id_ in self._chosen_models)


def _row(name: str, tail: str, width: int, *, chosen: bool) -> Line:
    head, tail = "[x] " if chosen else "[ ] ", visible(tail)
    room = max(8, width - cell_len(head) - cell_len(tail) - 1)
    text = f"{head}{set_cell_size(shortened(visible(name), room), room)} {tail}"
    return Line(text, "chosen" if chosen else "")
