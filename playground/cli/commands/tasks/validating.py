"""`llmplay tasks validate`."""

from __future__ import annotations

import argparse

from playground.cli.diagnostics import FAILED, OK, complain, say
from playground.cli.output import write
from playground.domain.tasks import TaskError
from playground.services.evaluation.selfcheck import doubts
from playground.services.sandbox import running as sandbox
from playground.services.tasks.finding import find_task, task_paths


def execute(arguments: argparse.Namespace) -> int:
    """Check tasks and tell what is wrong with each; 1 where something is.

    Raises `SandboxError` where code is to be run and cannot be.
    """
    code, untried = OK, []
    for name in arguments.tasks or task_paths():
        try:
            task = find_task(name)
        except TaskError as error:
            complain(error)
            code = FAILED
            continue
        run = arguments.allow_code_execution and task.runs_code
        if run:
            sandbox.ensure()
        elif task.runs_code:
            untried.append(task.name)
        found = list(doubts(task, execute=run))
        for doubt in found:
            complain(f"{task.name}: {doubt}")
        if found:
            code = FAILED
        else:
            write(f"{task.name}: in order, {len(task.examples)} examples\n")
    if untried:
        say(
            f"{', '.join(untried)}: --allow-code-execution runs the references against their tests."
        )
    return code
