"""Runs tasks on models, scores every answer the moment it ends and keeps it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from playground.domain.evaluation import Record, TaskResult, summarise
from playground.domain.runs import (
    LaneChanged,
    LaneEnded,
    LaneRequest,
    LaneResult,
    RunRequest,
    Variant,
    plan,
)
from playground.domain.tasks import Task
from playground.domain.templates import Template
from playground.domain.writing import Write
from playground.engines.protocol import Usage
from playground.services.energy import EnergyMeter, EnergyShares
from playground.services.evaluation.order import Order
from playground.services.evaluation.scoring import asked, judge, nothing, unweighable
from playground.services.evaluation.store import EvaluationError, Folder
from playground.services.pool import EnginePool
from playground.services.runner import RunService
from playground.services.sandbox import running as sandbox
from playground.services.sessions import SessionStore
from playground.services.settings import Settings


class Evaluation:
    """One order carried out, from the start or from where it was cut off."""

    def __init__(
        self,
        order: Order,
        folder: Folder,
        settings: Settings,
        templates: Mapping[str, Template],
        write: Write | None = None,
    ) -> None:
        """Raises `SandboxError` at once where code is to be run and cannot be."""
        self.order = order
        self.folder = folder
        self.records: list[Record] = []
        self._settings = settings
        self._templates = templates
        self._write = write
        self._service: RunService | None = None
        self._stopped = False
        if order.execute and any(task.runs_code for task in order.tasks):
            sandbox.ensure()

    def prepare(self, *, resume: bool) -> None:
        """Make the folder, or take up what is in it; raises `EvaluationError`."""
        for task in self.order.tasks:
            for entry in self.order.models:
                why = unweighable(task, entry)
                if why and not task.generates:
                    raise EvaluationError(
                        f"{task.name} is judged by nothing else than likelihoods, and {why}.",
                        "Leave out the task or the model.",
                    )
        if self.folder.begun and not resume:
            raise EvaluationError(
                f"{self.folder.path} holds an evaluation already.",
                "Go on with it (--resume) or name another folder (--out).",
            )
        wanted = self.order.plan()
        if self.folder.begun:
            self._check_same(self.folder.plan(), wanted)
        else:
            self.folder.begin(wanted, list(self.order.tasks))
        self.folder.open()
        # An answer that failed for want of a model or a server is asked for again.
        self.records = [one for one in self.folder.records() if not one.error]

    def _check_same(self, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
        for key, name in (("tasks", "tasks"), ("models", "models"), ("asked", "options")):
            if before.get(key) != now[key]:
                raise EvaluationError(
                    f"{self.folder.path} was begun with other {name}.",
                    "Go on with the same ones, or name another folder with --out.",
                )

    async def run(self) -> AsyncGenerator[Record, None]:
        """Ask what was not answered yet; every record is on disk before it is yielded.

        Raises `PlaygroundError` where session or folder cannot be written.
        """
        store = SessionStore(self.folder.session)
        # Every model stays loaded from task to task, as far as the settings allow.
        pool = EnginePool(
            warm=self._settings.warm_models, stall_seconds=self._settings.stall_seconds
        )
        self._service = RunService(pool, self._settings, store)
        try:
            for task in self.order.tasks:
                request = self._request(task)
                if self._stopped or not request.lanes:
                    continue
                async with contextlib.aclosing(self._task(task, request)) as records:
                    async for record in records:
                        yield record
        finally:
            self._service = None
            await pool.close()
            store.close()

    async def stop(self) -> None:
        """Stop; what was judged by now stays."""
        self._stopped = True
        if self._service is not None:
            await self._service.stop()

    def close(self) -> None:
        """Let go of the folder."""
        self.folder.close()

    def results(self) -> list[TaskResult]:
        """The figures of what is there by now."""
        return results(self.order.tasks, self.records, [entry.id for entry in self.order.models])

    async def _task(self, task: Task, request: RunRequest) -> AsyncGenerator[Record, None]:
        assert self._service is not None
        shares = EnergyShares(EnergyMeter())
        async with contextlib.aclosing(self._service.stream(request)) as events:  # type: ignore[type-var]
            async for event in events:
                if isinstance(event, LaneChanged) and event.state == "reading":
                    shares.begin(event.lane)
                if not isinstance(event, LaneEnded):
                    continue
                lane = request.lanes[event.lane]
                joules = shares.end(event.lane) if lane.entry.endpoint is None else None
                if event.result.stop_reason == "cancelled":
                    continue
                record = await asyncio.to_thread(self._judged, task, lane, event.result)
                record = replace(record, joules=joules)
                await asyncio.to_thread(self.folder.add, record)
                self.records.append(record)
                yield record

    def _request(self, task: Task) -> RunRequest:
        done = {one.key for one in self.records}
        examples = self.order.examples(task)
        whole = plan(
            self.order.models,
            self._templates,
            prompt=task.prompt,
            system=task.system,
            template=self.order.template,
            chosen=self.order.sampling(task),
            variants=[Variant(one.id, task.asked(one)) for one in examples],
            stop=task.stop,
            samples=self.order.samples,
            threads=self.order.threads,
            write=self._write,
        )
        left = [
            lane
            for lane in whole.lanes
            if (task.name, lane.entry.id, lane.variant, lane.sample) not in done
        ]
        lanes = tuple(replace(asked(task, lane), index=at) for at, lane in enumerate(left))
        return replace(whole, lanes=lanes, variables={"task": task.name})

    def _judged(self, task: Task, lane: LaneRequest, result: LaneResult) -> Record:
        example = task.example(lane.variant)
        usage = result.usage
        record = Record(
            task.name,
            lane.entry.id,
            example.id,
            lane.sample,
            result.text,
            "",
            {},
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            reused_tokens=usage.reused_tokens,
            seconds=_seconds(usage),
            tokens_per_second=usage.tokens_per_second,
            memory_bytes=result.memory_bytes,
        )
        if result.error is not None:
            return replace(
                record,
                scores=nothing(task, lane, execute=self.order.execute),
                error=result.error,
                seconds=None,
            )
        logprobs = dict(zip(lane.choices, result.logprobs, strict=False))
        judged = judge(task, example, result.text, execute=self.order.execute, logprobs=logprobs)
        return replace(
            record,
            answer=judged.answer,
            scores=judged.scores,
            remark=judged.remark,
            logprobs=logprobs,
        )


def _seconds(usage: Usage) -> float:
    """Of prompt and answer; an endpoint tells only when the first token came."""
    return (usage.prompt_seconds or usage.first_token_seconds or 0.0) + usage.generation_seconds


def results(
    tasks: Sequence[Task], records: Sequence[Record], models: Sequence[str]
) -> list[TaskResult]:
    """The figures of every task that has records."""
    found = []
    for task in tasks:
        of_task = [one for one in records if one.task == task.name]
        if of_task:
            found.append(summarise(task, of_task, models))
    return found
