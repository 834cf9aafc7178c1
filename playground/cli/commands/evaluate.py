"""`llmplay eval`: tasks on models, judged, kept and written up."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import time
from pathlib import Path

from playground.cli import output
from playground.cli.commands.evaluate_output import progress_text, table_rows, values
from playground.cli.diagnostics import (
    FAILED,
    OK,
    ProgressLine,
    UsageError,
    complain,
    confirmed,
    say,
)
from playground.cli.signals import stopping
from playground.domain.prompts import AUTO
from playground.domain.writing import OWN
from playground.services.catalog import load_all, load_templates
from playground.services.chat_templates import ChatWriter
from playground.services.endpoints.trust import trust, untrusted
from playground.services.evaluation.order import SAMPLED_TEMPERATURE, Order
from playground.services.evaluation.ordering import memory_problems, new_folder, repeat_command
from playground.services.evaluation.running import Evaluation
from playground.services.evaluation.scoring import unweighable
from playground.services.evaluation.store import Folder
from playground.services.findings import write_findings
from playground.services.fit import FitService
from playground.services.local import resolve
from playground.services.settings import load_settings
from playground.services.tasks.finding import find_task


def execute(arguments: argparse.Namespace) -> int:
    """Evaluate and print; returns the exit code. Raises `PlaygroundError` for wrong usage."""
    order = _order(arguments)
    if arguments.resume and not arguments.out:
        raise UsageError("--resume needs the folder to go on with.", "Name it with --out.")
    folder = Folder(Path(arguments.out) if arguments.out else new_folder())
    templates = load_templates()
    write = ChatWriter(templates)
    try:
        evaluation = Evaluation(order, folder, load_settings(), templates, write)
        evaluation.prepare(resume=arguments.resume)
        _tell_of_limits(order)
        progress = ProgressLine(quiet=arguments.quiet)
        try:
            interrupted = asyncio.run(_run(evaluation, progress))
        finally:
            progress.clear()
            evaluation.close()
    finally:
        write.close()
    return _finish(arguments, evaluation, interrupted)


def _order(arguments: argparse.Namespace) -> Order:
    tasks = tuple(find_task(name) for name in dict.fromkeys(arguments.tasks))
    if not arguments.models:
        raise UsageError(
            "No model is named.", "Name one with -m; `llmplay models list` lists them."
        )
    models = tuple({entry.id: entry for entry in map(resolve, arguments.models)}.values())
    templates = load_templates()
    if arguments.template not in {AUTO, OWN, *templates}:
        raise UsageError(
            f"There is no template {arguments.template!r}.",
            f"The templates: {AUTO}, {OWN}, {', '.join(templates)}.",
        )
    names = [task.name for task in tasks]
    if len(set(names)) < len(names):
        raise UsageError("Two tasks have the same name.", "Evaluate them one after the other.")
    order = Order(
        tasks,
        models,
        limit=arguments.limit,
        seed=arguments.seed,
        samples=arguments.samples,
        execute=arguments.allow_code_execution,
        threads=arguments.threads,
        template=arguments.template,
        command=repeat_command(
            arguments.tasks,
            arguments.models,
            limit=arguments.limit,
            threads=arguments.threads,
            seed=arguments.seed,
            samples=arguments.samples,
            execute=arguments.allow_code_execution,
            template=arguments.template,
        ),
    )
    _check(order, arguments)
    return order


def _check(order: Order, arguments: argparse.Namespace) -> None:
    """Refuse what cannot run, before anything is begun."""
    settings = load_settings()
    if settings.check_memory and not arguments.force:
        fits = FitService(settings.context_limit)
        found = memory_problems(order.models, fits, load_templates(), load_all())
        if found:
            raise UsageError(" ".join(found), "--force runs it all the same.")
    for endpoint in untrusted(order.models):
        told = f"{endpoint.name} {endpoint.warning}."
        if endpoint.name not in arguments.trust and not confirmed(f"{told} Send it?"):
            raise UsageError(f"{told} Nothing was sent.", f"Agree with --trust {endpoint.name}.")
        trust(endpoint)


def _tell_of_limits(order: Order) -> None:
    for task in order.tasks:
        if task.runs_code and not order.execute:
            say(
                f"{task.name}: no generated code is run, so that it is not known what passes; "
                "--allow-code-execution runs it in a sandbox."
            )
        for entry in order.models:
            why = unweighable(task, entry)
            if why:
                say(f"{task.name}: {why}; it is judged by what it says only.")
        if order.samples > 1 and order.sampling(task).get("temperature") == SAMPLED_TEMPERATURE:
            say(
                f"{task.name}: {order.samples} samples, drawn at temperature {SAMPLED_TEMPERATURE}."
            )


async def _run(evaluation: Evaluation, progress: ProgressLine) -> int:
    """Returns the number of the signal that ended it, or 0."""
    begun, before = time.monotonic(), len(evaluation.records)
    with stopping(evaluation.stop) as interrupted:
        async with contextlib.aclosing(evaluation.run()) as records:
            async for record in records:
                if record.error:
                    progress.clear()
                    complain(f"{record.task}, {record.model}, {record.example}: {record.error}")
                progress.show(
                    progress_text(
                        record,
                        len(evaluation.records),
                        evaluation.order.total,
                        before,
                        time.monotonic() - begun,
                    )
                )
    return interrupted[0] if interrupted else 0


def _finish(arguments: argparse.Namespace, evaluation: Evaluation, interrupted: int) -> int:
    results = evaluation.results()
    folder = evaluation.folder.path
    if results and evaluation.records:
        written = write_findings(evaluation.folder)
        if arguments.format == "json":
            output.write_json(values(results))
        else:
            for result in results:
                output.write(f"\n{result.task.title} ({result.task.name})\n\n")
                header, *rows = table_rows(result)
                output.write_table(header, rows)
            output.write("\n")
        say(f"Findings: {', '.join(map(str, written))}")
    if interrupted:
        say(f"Go on with: {' '.join(evaluation.order.command)} --out {folder} --resume")
        return 128 + interrupted
    return FAILED if any(record.error for record in evaluation.records) else OK
