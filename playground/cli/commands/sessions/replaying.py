"""`llmplay sessions replay`: the same once more, compared lane by lane."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from typing import Any

from playground.cli import output
from playground.cli.commands.sessions.showing import chosen_runs
from playground.cli.diagnostics import FAILED, OK, ProgressLine, UsageError, say
from playground.cli.signals import stopping
from playground.domain.records import SessionRecord
from playground.domain.replays import Replay
from playground.services import machine
from playground.services.pool import EnginePool
from playground.services.replaying import ReplayService
from playground.services.runner import RunService
from playground.services.sessions import open_session
from playground.services.settings import load_settings


def execute(arguments: argparse.Namespace) -> int:
    """Replay and print; raises `PlaygroundError` for wrong usage."""
    cores = machine.usable_cores()
    if arguments.threads is not None and arguments.threads > cores:
        raise UsageError(
            f"--threads {arguments.threads}: this machine has {cores} for us.",
            "More threads than cores wait for each other and all but stand still.",
        )
    session = chosen_runs(open_session(arguments.session), arguments.run)
    return asyncio.run(_replay(session, arguments))


async def _replay(session: SessionRecord, arguments: argparse.Namespace) -> int:
    settings = load_settings()
    pool = EnginePool(warm=settings.warm_models, stall_seconds=settings.stall_seconds)
    runs = RunService(pool, settings)
    progress = ProgressLine(quiet=arguments.quiet)
    replays: list[Replay] = []
    with stopping(runs.stop) as interrupted:
        try:
            stream = ReplayService(runs, threads=arguments.threads).stream(session)
            async with contextlib.aclosing(stream):  # type: ignore[type-var]
                progress.show("replaying …")
                async for replay in stream:
                    progress.clear()
                    replays.append(replay)
                    if arguments.format == "text":
                        output.write(f"{_place(replay)}: {replay.told}\n")
                    if interrupted:
                        break
                    progress.show(f"replaying, after {_place(replay)} …")
        finally:
            progress.clear()
            await pool.close()
    if arguments.format == "json":
        output.write_json([_record(replay) for replay in replays])
    if interrupted:
        return 128 + interrupted[0]
    same = sum(replay.verdict == "identical" for replay in replays)
    if not arguments.quiet:
        say(f"{same} of {len(replays)} answers are identical.")
    return OK if same == len(replays) else FAILED


def _place(replay: Replay) -> str:
    lane = replay.lane
    parts = [f"run {lane.run}", f"lane {lane.lane + 1}", lane.model.id]
    parts += [lane.variant] if lane.variant else []
    parts += [f"version {lane.version}"] if lane.version > 1 else []
    return ", ".join(parts)


def _record(replay: Replay) -> dict[str, Any]:
    lane = replay.lane
    return {
        "run": lane.run,
        "lane": lane.lane,
        "version": lane.version,
        "model": lane.model.id,
        "variant": lane.variant,
        "seed": lane.seed,
        "verdict": replay.verdict,
        "at": replay.at,
        "reason": replay.reason,
        "recorded": lane.text,
        "replayed": replay.text,
    }
