"""From an answer to its scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from playground.domain.catalog import CatalogEntry
from playground.domain.metrics import METRICS, constraints, likelihood
from playground.domain.metrics.filters import filtered
from playground.domain.runs import LaneRequest
from playground.domain.tasks import LIKELIHOODS, Example, Task
from playground.services.overlap import OVERLAPS
from playground.services.sandbox import running as sandbox


class Judged(NamedTuple):
    """What was made of an output."""

    answer: str
    scores: dict[str, float]
    remark: str


def asked(task: Task, lane: LaneRequest) -> LaneRequest:
    """The lane as this task needs it: with choices to be weighed, without a text to be generated.

    A lane that is asked through an endpoint is not told of choices: see `unweighable`.
    """
    if not task.weighs or lane.entry.endpoint is not None:
        return lane
    sampling = lane.sampling
    if not task.generates:
        sampling = replace(sampling, max_new_tokens=0)
    return replace(lane, choices=task.example(lane.variant).choices, sampling=sampling)


def unweighable(task: Task, entry: CatalogEntry) -> str:
    """Why a metric of this task cannot be had of this model; empty where all can."""
    if not task.weighs or entry.endpoint is None:
        return ""
    return f"{entry.id} is asked through an endpoint, which does not tell how likely a text is"


def judge(
    task: Task,
    example: Example,
    output: str,
    *,
    execute: bool,
    logprobs: Mapping[str, float] | None = None,
) -> Judged:
    """Score one output by every metric of the task.

    `logprobs` says how likely the model finds each choice; without it those metrics are left out.

    `execute` allows to run what the model wrote, in the sandbox; without it the metric `passed` is
    left out. Raises `SandboxError` where that is impossible on this machine.
    """
    answer = filtered(output, task.filters, example.choices)
    scores: dict[str, float] = {}
    remark = constraints.told(answer, example.constraints)
    weighed = likelihood.scores(logprobs, example.references) if logprobs else {}
    if logprobs:
        remark = likelihood.told(logprobs)
    for use in task.metrics:
        if use.name in weighed:
            scores[use.name] = weighed[use.name]
        elif (judged := METRICS[use.name].judge) is not None:
            scores[use.name] = judged(answer, example)
        elif use.name in OVERLAPS:
            scores[use.name] = OVERLAPS[use.name](answer, example.references)
        elif use.name == "passed" and execute:
            verdict = sandbox.check(program(task, example, answer), example.tests)
            scores["passed"] = float(verdict.passed)
            remark = verdict.reason
    return Judged(answer, scores, remark)


def program(task: Task, example: Example, answer: str) -> str:
    """What is run: the answer alone where it holds the whole function again."""
    signature = example.values.get("signature", "")
    name = signature.rpartition("def ")[2].partition("(")[0]
    if name and f"def {name}(" in answer:
        before = signature.rpartition("def ")[0]
        return f"{before}{answer}\n"
    return task.code(example, answer)


def nothing(task: Task, lane: LaneRequest, *, execute: bool) -> dict[str, float]:
    """The scores of a model that gave no answer: the worst there is, in all that is measured."""
    unmeasured = set() if execute else {"passed"}
    if lane.entry.endpoint is not None:
        unmeasured |= LIKELIHOODS
    return {
        use.name: 0.0
        for use in task.metrics
        if METRICS[use.name].direction == "higher" and use.name not in unmeasured
    }
