"""Finds what makes a task unfair: right answers that its own filters, stops or tests refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from playground.domain.metrics import METRICS
from playground.domain.tasks import ANSWER, Example, Task
from playground.services.evaluation.scoring import judge

_MUST_BE_FULL = frozenset(("exact_match", "f1", "accuracy", "passed"))
"""Metrics by which a reference must get 1; by the others it may be one wording of several."""


def doubts(task: Task, *, execute: bool = False) -> Iterator[str]:
    """What is doubtful about a task, a sentence each.

    `execute` allows to run the references against their tests, in the sandbox; raises
    `SandboxError` where that is impossible on this machine.
    """
    yield from _repeated(task)
    strict = tuple(use for use in task.metrics if use.name in _MUST_BE_FULL)
    task = replace(task, metrics=strict)
    for example in task.examples:
        for reference in example.references:
            yield from _refused(task, example, reference, execute=execute)


def _repeated(task: Task) -> Iterator[str]:
    worked, first = {_key(shot) for shot in task.shots}, dict[object, str]()
    for example in task.examples:
        key = _key(example.values)
        if first.setdefault(key, example.id) != example.id:
            yield f"example {example.id} asks the same as {first[key]}."
        if key in worked:
            yield f"example {example.id} is among the worked examples, which give its answer away."


def _key(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, value) for name, value in values.items() if name != ANSWER))


def _refused(task: Task, example: Example, reference: str, *, execute: bool) -> Iterator[str]:
    """Why an answer that is word for word the reference would not count as right."""
    cutting = [stop for stop in task.stop if stop in reference.strip()]
    if cutting:
        yield f"example {example.id}: the stop string {cutting[0]!r} stands in its reference."
    judged = judge(task, example, reference, execute=execute)
    missed = next((name for name, score in judged.scores.items() if score < 1), "")
    if missed:
        title = METRICS[missed].title
        why = judged.remark or f"what is judged of it is {judged.answer!r}"
        yield f"example {example.id}: by {title} its own reference {reference!r} is wrong: {why}."
