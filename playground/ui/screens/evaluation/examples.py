"""The examples of a task: what every model got for each, and the whole of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from playground.domain.evaluation import Record, TaskResult
from playground.domain.metrics import METRICS
from playground.domain.terminal import visible
from playground.ui.catalog_line import shortened
from playground.ui.keys import either_case
from playground.ui.screens.evaluation.texts import whole_example
from playground.ui.screens.leaving import LeavableScreen
from playground.ui.screens.page import PageScreen
from playground.ui.widgets.row_list import Line, Row, RowList

_FOOT = " Enter The whole of it  D Largest differences first  Esc Back"
_COLUMN = 7
_NAME = 20


class ExamplesScreen(LeavableScreen[None]):
    """A line for each example with the score of every model."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("escape,q", "dismiss(None)", "Back", show=False),
        Binding("d", "order", "Order", show=False),
    )

    def __init__(self, result: TaskResult) -> None:
        """`result` as it is now; answers that come later are not in it."""
        super().__init__()
        self._result = result
        self._by_spread = False
        found: dict[str, list[Record]] = {}
        for record in result.records:
            found.setdefault(record.example, []).append(record)
        self._records: Mapping[str, Sequence[Record]] = found

    def compose(self) -> ComposeResult:
        """The list; which column is whose stands below it."""
        rows = RowList(self._line)
        metric = METRICS[self._result.first_metric].title
        rows.border_title = f"{visible(self._result.task.title)}: {metric} of each answer"
        yield rows
        yield Static(id="about", markup=False)
        yield Static(_FOOT, classes="foot", markup=False)

    def on_mount(self) -> None:
        """In the order of the task."""
        self._show()
        self.set_focus(self._rows)
        names = (f"{at}  {visible(model)}" for at, model in enumerate(self._result.models, 1))
        self.query_one("#about", Static).update(Content("   ".join(names)))

    def action_order(self) -> None:
        """The examples on which the models differ most first, or as they stand in the task."""
        self._by_spread = not self._by_spread
        self._show()
        self._rows.action_edge(1)

    @on(RowList.Pressed)
    def _open(self, event: RowList.Pressed) -> None:
        event.stop()
        task = self._result.task
        order = list(self._result.models)
        records = sorted(
            self._records[event.id], key=lambda one: (order.index(one.model), one.sample)
        )
        text = whole_example(task, task.example(event.id), records)
        self.app.push_screen(PageScreen(visible(event.id), text))

    def _show(self) -> None:
        ids = [one.id for one in self._result.task.examples if one.id in self._records]
        if self._by_spread:
            ids.sort(key=lambda id_: -self._spread(id_))
        columns = "".join(f"{at:>{_COLUMN}}" for at in range(1, len(self._result.models) + 1))
        heading = Row("", " " * _NAME + columns)
        self._rows.show([heading, *map(Row, ids)], cursor=self._rows.cursor)

    def _spread(self, id_: str) -> float:
        scores = (self._score(id_, model) for model in self._result.models)
        found = [one for one in scores if one is not None]
        return max(found, default=0.0) - min(found, default=0.0)

    def _score(self, id_: str, model: str) -> float | None:
        """The mean over the samples; None where there is none."""
        name = self._result.first_metric
        of_model = (one for one in self._records[id_] if one.model == model)
        values = [one.scores[name] for one in of_model if name in one.scores]
        return sum(values) / len(values) if values else None

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    def _line(self, id_: str, width: int) -> Line:
        cells = ""
        for model in self._result.models:
            score = self._score(id_, model)
            cells += f"{'-' if score is None else f'{score:.2f}':>{_COLUMN}}"
        values = " ".join(self._result.task.example(id_).values.values())
        asked = " ".join(visible(values).split())
        head = f" {set_cell_size(shortened(visible(id_), _NAME), _NAME)}{cells}  "
        return Line(head + set_cell_size(asked, max(0, width - cell_len(head))))
