"""The main screen's route to evaluations: order one, watch it, come back to it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from playground.domain.tasks import Task
from playground.errors import PlaygroundError
from playground.services.endpoints.trust import trust, untrusted
from playground.ui.keys import binding
from playground.ui.screens.ask import AskKey
from playground.ui.screens.main.base import MainBase

if TYPE_CHECKING:
    from playground.ui.screens.evaluation.order import Wish


class EvaluateRoutes(MainBase):
    """Opens what goes on, or the choice of tasks and models."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("evaluation.open", "evaluate", priority=True),
    ]

    async def action_evaluate(self) -> None:
        """Watch the evaluation that goes on; where none does, order one."""
        # Only when they are wanted.
        from playground.ui.screens.evaluation.order import OrderScreen
        from playground.ui.screens.evaluation.result import ResultScreen
        from playground.ui.screens.evaluation.source import Source

        sitting = self.desk.evaluation
        if sitting is not None and sitting.running:
            self.app.push_screen(ResultScreen(self.desk, Source.of(sitting)))
            return
        tasks, problems = await asyncio.to_thread(_tasks)
        models = [one for one in self.catalog.entries if one.runnable]
        screen = OrderScreen(self.desk, tasks, models, self.catalog.chosen, problems)
        self.app.push_screen(screen, self._ordered)

    async def _ordered(self, wish: Wish | None) -> None:
        if wish is None:
            return
        strangers = await asyncio.to_thread(untrusted, wish.models)
        if strangers:
            endpoint = strangers[0]

            async def answered(key: str | None) -> None:
                if key is not None:
                    await asyncio.to_thread(trust, endpoint)
                    await self._ordered(wish)

            question = f"{endpoint.name} {endpoint.warning}. Send it?"
            self.app.push_screen(AskKey(question, {"y": "send it, and ask no more"}), answered)
            return
        try:
            await self._begin(wish)
        except PlaygroundError as error:
            self.notify(str(error), severity="error", timeout=30, markup=False)

    async def _begin(self, wish: Wish) -> None:
        from playground.services.evaluation import ordering
        from playground.services.evaluation.order import Order
        from playground.services.evaluation.store import Folder
        from playground.ui.screens.evaluation.result import ResultScreen
        from playground.ui.screens.evaluation.source import begin

        desk = self.desk
        if desk.settings.check_memory:
            problems = await asyncio.to_thread(
                ordering.memory_problems,
                wish.models,
                desk.fits,
                desk.templates,
                self.catalog.entries,
            )
            if problems:
                self.notify(" ".join(problems), severity="warning", timeout=20, markup=False)
                return
        threads = self.sampling.threads
        order = Order(
            wish.tasks,
            wish.models,
            limit=wish.limit,
            seed=wish.seed,
            samples=wish.samples,
            execute=wish.execute,
            threads=threads,
            command=ordering.repeat_command(
                [task.name for task in wish.tasks],
                [entry.id for entry in wish.models],
                limit=wish.limit,
                threads=threads,
                seed=wish.seed,
                samples=wish.samples,
                execute=wish.execute,
            ),
        )
        source = await begin(self.app, desk, order, Folder(ordering.new_folder()))
        self.app.push_screen(ResultScreen(desk, source))


def _tasks() -> tuple[Sequence[Task], Sequence[str]]:
    """Every task that can be read, and what is wrong with the others."""
    from playground.services.tasks.finding import task_paths
    from playground.services.tasks.reading import read_task

    tasks, problems = [], []
    for path in task_paths().values():
        try:
            tasks.append(read_task(path))
        except PlaygroundError as error:
            problems.append(str(error))
    return tasks, problems
