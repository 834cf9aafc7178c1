"""`llmplay tasks show`."""

from __future__ import annotations

import argparse

from playground.cli.diagnostics import OK
from playground.cli.output import write
from playground.domain.metrics import METRICS
from playground.domain.tasks import Task
from playground.services.tasks.finding import find_task


def execute(arguments: argparse.Namespace) -> int:
    """Print what a task is, with its first examples; raises `TaskError`."""
    write(_shown(find_task(arguments.task), arguments.examples))
    return OK


def _shown(task: Task, examples: int) -> str:
    levels = [sum(one.difficulty == level for one in task.examples) for level in (1, 2, 3)]
    counts = f"{levels[0]} easy, {levels[1]} middling, {levels[2]} hard"
    lines = [
        f"{task.name} (version {task.version}): {task.title}",
        "",
        task.description,
        "",
        f"Question:   {task.question}",
        f"Examples:   {len(task.examples)}: {counts}",
        f"Worked:     {len(task.shots)}",
        f"Licence:    {task.license}",
        f"Source:     {task.source}",
        f"Generation: {', '.join(f'{key} {value}' for key, value in task.generation.items())}",
        f"Stop:       {', '.join(map(repr, task.stop)) or 'none'}",
        f"Filters:    {', '.join(task.filters) or 'none'}",
        f"File:       {task.path}",
        "",
        "Metrics, the first of which ranks:",
    ]
    lines += [
        f"  {use.name:<16} {use.direction} is better. {METRICS[use.name].meaning}"
        for use in task.metrics
    ]
    if task.runs_code:
        lines += [
            "",
            "Judging it runs what the models wrote: eval asks for --allow-code-execution.",
        ]
    for example in task.examples[:examples]:
        lines += ["", f"--- {example.id}, difficulty {example.difficulty}", task.asked(example)]
        if example.references:
            lines.append(f"--- reference: {' | '.join(example.references)}")
        if example.constraints:
            told = ", ".join(map(str, example.constraints))
            lines.append(f"--- constraints: {told}")
        if example.tests:
            lines.append(f"--- tests:\n{example.tests}")
    return "\n".join(lines) + "\n"
