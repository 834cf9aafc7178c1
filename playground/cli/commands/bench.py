"""`llmplay bench`: speeds over threads and batch sizes, and the best setting."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from dataclasses import asdict

from playground.cli import output
from playground.cli.diagnostics import OK, ProgressLine, UsageError, can_ask, confirmed, say
from playground.cli.signals import stopping
from playground.domain.sizes import counted
from playground.domain.speeds import Speed, best, thread_counts
from playground.engines.backend import BACKENDS
from playground.services import machine, paths
from playground.services.benchmark import Benchmark, Plan, table
from playground.services.catalog import load_all, load_templates
from playground.services.evaluation.ordering import memory_problems
from playground.services.fit import FitService
from playground.services.local import resolve
from playground.services.setting_lines import keep_setting
from playground.services.settings import load_settings


def execute(arguments: argparse.Namespace) -> int:
    """Measure and print; returns the exit code. Raises `PlaygroundError` for wrong usage."""
    benchmark = Benchmark(_plan(arguments))
    progress = ProgressLine(quiet=arguments.quiet)
    try:
        speeds, interrupted = asyncio.run(_run(benchmark, progress))
    finally:
        progress.clear()
    if speeds:
        _print(arguments, benchmark, speeds)
    if interrupted:
        return 128 + interrupted
    _keep(arguments, best(speeds, benchmark.prompt_tokens, arguments.tokens).setting.threads)
    return OK


def _keep(arguments: argparse.Namespace, threads: int) -> None:
    """Write the number of threads to the settings, where it is wished or agreed to."""
    path = paths.shown(paths.settings_file())
    line = f"threads = {threads}"
    if load_settings().threads == threads:
        say(f"{path} has {line} already.")
        return
    asked = not arguments.save and arguments.format == "text" and can_ask()
    if arguments.save or (asked and confirmed(f"Write {line} to {path}?")):
        say(f"{line} is in {paths.shown(keep_setting('threads', threads))} now.")
    elif not asked:
        say(f"--save writes {line} to {path}.")


def _plan(arguments: argparse.Namespace) -> Plan:
    cores = machine.usable_cores()
    if arguments.threads and max(arguments.threads) > cores:
        raise UsageError(
            f"--threads {max(arguments.threads)}: this machine has {cores} for us.",
            "More threads than cores wait for each other and all but stand still.",
        )
    if arguments.engine is not None and arguments.engine not in BACKENDS:
        raise UsageError(
            f"There is no engine {arguments.engine!r}.", f"The engines: {', '.join(BACKENDS)}."
        )
    settings = load_settings()
    entry = resolve(arguments.model)
    if settings.check_memory and not arguments.force:
        fits = FitService(arguments.prompt_tokens + arguments.tokens + 64)
        if found := memory_problems([entry], fits, load_templates(), load_all()):
            raise UsageError(" ".join(found), "--force runs it all the same.")
    return Plan(
        entry,
        arguments.threads or thread_counts(cores),
        arguments.batch,
        arguments.prompt_tokens,
        arguments.tokens,
        arguments.rounds,
        engine=arguments.engine or (entry.engines[0] if len(entry.engines) == 1 else None),
        preferred=settings.engine,
    )


async def _run(benchmark: Benchmark, progress: ProgressLine) -> tuple[list[Speed], int]:
    """The speeds, and the number of the signal that ended it, or 0."""
    speeds: list[Speed] = []
    progress.show(f"{benchmark.plan.entry.id}: loading")

    async def measure() -> None:
        async with contextlib.aclosing(benchmark.run()) as steps:
            async for step in steps:
                setting = step.setting
                progress.show(f"{counted(setting.threads, 'thread')}, {step.done} of {step.total}")
                if step.speed is not None:
                    speeds.append(step.speed)
                    speeds.sort(key=lambda one: (one.setting.batch, one.setting.threads))

    work = asyncio.create_task(measure())

    async def stop() -> None:
        work.cancel()

    with stopping(stop) as came:
        try:
            await work
        except asyncio.CancelledError:
            if not came:
                raise
    return speeds, came[0] if came else 0


def _print(arguments: argparse.Namespace, benchmark: Benchmark, speeds: list[Speed]) -> None:
    prompt, tokens = benchmark.prompt_tokens, arguments.tokens
    chosen = best(speeds, prompt, tokens)
    if arguments.format == "json":
        output.write_json(
            {
                "model": benchmark.plan.entry.id,
                "engine": benchmark.engine,
                "machine": asdict(machine.describe()),
                "prompt_tokens": prompt,
                "tokens": tokens,
                "speeds": [_values(one) for one in speeds],
                "best": _values(chosen),
            }
        )
        return
    output.write(f"{benchmark.plan.entry.id}, {benchmark.engine}: {prompt} tokens of prompt, ")
    rounds = f"medians of {arguments.rounds} rounds" if arguments.rounds > 1 else "one round"
    output.write(f"{tokens} of answer, {rounds}\n\n")
    output.write_table(("THREADS", "BATCH", "PROMPT tok/s", "ANSWER tok/s"), table(speeds))
    once = [one.setting for one in speeds if one.rounds < arguments.rounds]
    if once:
        told = ", ".join(dict.fromkeys(counted(one.threads, "thread") for one in once))
        output.write(f"\nSo slow that one round was enough: {told}.\n")
    batch = f", batches of {chosen.setting.batch}" if chosen.setting.batch else ""
    seconds = chosen.seconds(prompt, tokens)
    output.write(
        f"\nBest: {counted(chosen.setting.threads, 'thread')}{batch}: {seconds:.2f} s in all.\n"
    )
    if batch:
        output.write("Batches need no setting: a run finds their size by itself.\n")


def _values(speed: Speed) -> dict[str, object]:
    return {
        "threads": speed.setting.threads,
        "batch": speed.setting.batch or None,
        "prompt_tokens_per_second": round(speed.prompt, 2),
        "tokens_per_second": round(speed.generation, 2),
        "rounds": speed.rounds,
    }
