"""An evaluation that goes on in the background while a person looks at it, or elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Literal, TypeAlias

from playground.domain.evaluation import TaskResult
from playground.errors import PlaygroundError
from playground.services.evaluation.running import Evaluation

State: TypeAlias = Literal["running", "stopped", "done", "failed"]


class Sitting:
    """Runs one prepared evaluation as a task of its own; what ended is on disk at every moment."""

    def __init__(self, evaluation: Evaluation, ended: Callable[[Sitting], None]) -> None:
        """`ended` is called once, when nothing follows any more. Needs a running event loop."""
        self.evaluation = evaluation
        self.state: State = "running"
        self.error = ""
        """Why it failed, or the last answer that did."""
        self._ended = ended
        self._before = len(evaluation.records)
        self._begun = time.monotonic()
        self._results: tuple[int, list[TaskResult]] = (-1, [])
        self._task = asyncio.create_task(self._run())

    @property
    def running(self) -> bool:
        """Whether answers are still to come."""
        return self.state == "running"

    @property
    def done(self) -> int:
        """Answers by now."""
        return len(self.evaluation.records)

    @property
    def total(self) -> int:
        """Answers in all."""
        return self.evaluation.order.total

    @property
    def seconds_left(self) -> float | None:
        """At the pace so far; None before the first answer and after the last."""
        asked = self.done - self._before
        if not self.running or not asked:
            return None
        return (self.total - self.done) * (time.monotonic() - self._begun) / asked

    def done_of(self, task: str, model: str) -> int:
        """Answers of one model to one task."""
        return sum((one.task, one.model) == (task, model) for one in self.evaluation.records)

    async def results(self) -> list[TaskResult]:
        """The figures of what is there by now; worked out beside the event loop."""
        count = self.done
        if self._results[0] != count:
            self._results = (count, await asyncio.to_thread(self.evaluation.results))
        return self._results[1]

    async def stop(self) -> None:
        """Stop, and wait until the model processes have ended; what was judged stays."""
        if self.running:
            self.state = "stopped"
            await self.evaluation.stop()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        try:
            async with contextlib.aclosing(self.evaluation.run()) as records:
                async for record in records:
                    if record.error:
                        self.error = f"{record.model}, {record.example}: {record.error}"
        except (PlaygroundError, OSError) as error:
            self.state, self.error = "failed", str(error)
        finally:
            self.evaluation.close()
            if self.state == "running":
                self.state = "done"
            self._ended(self)
