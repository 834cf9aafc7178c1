"""What a screen shows of an evaluation, whether it goes on or ended long ago."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import App

from playground.domain.evaluation import TaskResult
from playground.domain.tasks import Task
from playground.services.evaluation.order import Order
from playground.services.evaluation.ordering import order_of
from playground.services.evaluation.running import Evaluation, results
from playground.services.evaluation.sitting import Sitting
from playground.services.evaluation.store import Folder
from playground.ui.desk import Desk
from playground.ui.notices import announce


@dataclass
class Source:
    """An evaluation on disk, and the sitting that writes it, if one does."""

    folder: Folder
    tasks: Sequence[Task]
    models: Sequence[str]
    asked: Mapping[str, Any]
    sitting: Sitting | None = None
    _read: list[TaskResult] | None = None

    @classmethod
    def read(cls, folder: Folder) -> Source:
        """One that is on disk; raises `PlaygroundError`."""
        plan = folder.plan()
        models = [one["id"] for one in plan["models"]]
        found = cls(folder, folder.tasks(), models, plan["asked"])
        found._read = results(found.tasks, folder.records(), models)
        return found

    @classmethod
    def of(cls, sitting: Sitting) -> Source:
        """One that goes on."""
        evaluation = sitting.evaluation
        order = evaluation.order
        models = [entry.id for entry in order.models]
        asked = {"limit": order.limit or 0, "samples": order.samples}
        return cls(evaluation.folder, order.tasks, models, asked, sitting)

    @property
    def running(self) -> bool:
        """Whether answers are still to come."""
        return self.sitting is not None and self.sitting.running

    @property
    def done(self) -> int:
        """Answers by now."""
        if self.sitting is not None:
            return self.sitting.done
        return sum(len(result.records) for result in self._read or ())

    @property
    def total(self) -> int:
        """Answers in all."""
        return sum(map(self.expected, self.tasks)) * len(self.models)

    def expected(self, task: Task) -> int:
        """Answers of one model to this task."""
        samples: int = self.asked["samples"]
        order = Order((task,), (), limit=self.asked["limit"] or None)
        return len(order.examples(task)) * samples

    def done_of(self, task: str, model: str) -> int:
        """Answers of one model to one task by now."""
        if self.sitting is not None:
            return self.sitting.done_of(task, model)
        records = (one for result in self._read or () for one in result.records)
        return sum((one.task, one.model) == (task, model) for one in records)

    async def results(self) -> list[TaskResult]:
        """The figures of what is there by now."""
        if self.sitting is not None:
            return await self.sitting.results()
        return self._read or []


async def begin(
    app: App[Any], desk: Desk, order: Order, folder: Folder, *, resume: bool = False
) -> Source:
    """Start an evaluation, or go on with one; raises `PlaygroundError` where it cannot be."""

    def ended(sitting: Sitting) -> None:
        from playground.ui.screens.evaluation.result import ResultScreen  # which begins some, too

        if sitting.state == "stopped" or isinstance(app.screen, ResultScreen):
            return
        told = f"The evaluation failed: {sitting.error}" if sitting.state == "failed" else ""
        app.notify(
            told or f"The evaluation is done: {sitting.done} answers.",
            severity="error" if told else "information",
            timeout=20 if told else 5,
            markup=False,
        )
        announce(app, desk.settings.notice, "llmplay: the evaluation ended")

    def prepared() -> Evaluation:
        evaluation = Evaluation(order, folder, desk.settings, desk.templates, desk.write)
        evaluation.prepare(resume=resume)
        return evaluation

    desk.evaluation = Sitting(await asyncio.to_thread(prepared), ended)
    return Source.of(desk.evaluation)


async def go_on(app: App[Any], desk: Desk, folder: Folder) -> Source:
    """Go on with what was cut off; raises `PlaygroundError` where that cannot be."""
    order = await asyncio.to_thread(order_of, folder)
    return await begin(app, desk, order, folder, resume=True)
