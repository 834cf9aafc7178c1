"""`llmplay run`: the same run as in the full screen, without one."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from dataclasses import replace
from pathlib import Path

from playground.cli.commands.run_output import Writer, writer
from playground.cli.diagnostics import FAILED, OK, ProgressLine, UsageError, complain, confirmed
from playground.cli.opening import opened
from playground.cli.prompts import read_prompt, read_text
from playground.cli.signals import stopping
from playground.domain.prompts import AUTO
from playground.domain.runs import (
    LaneChanged,
    LaneEnded,
    LaneRead,
    LaneText,
    RunEvent,
    RunRequest,
    plan,
)
from playground.domain.sampling import PARAMETERS_BY_NAME
from playground.domain.writing import OWN
from playground.engines.backend import BACKENDS
from playground.engines.protocol import Adapter
from playground.services import machine
from playground.services.catalog import load_all, load_templates
from playground.services.chat_templates import ChatWriter
from playground.services.endpoints.trust import trust, untrusted
from playground.services.fit import FitService
from playground.services.local import resolve
from playground.services.pool import EnginePool
from playground.services.runner import RunService
from playground.services.sessions import SessionError, SessionStore
from playground.services.settings import Settings, load_settings


def execute(arguments: argparse.Namespace) -> int:
    """Run and print; returns the exit code. Raises `PlaygroundError` for wrong usage."""
    request = _request(arguments)
    settings = load_settings()
    store = opened(arguments.session, arguments.if_open) if arguments.session else None
    progress = ProgressLine(quiet=arguments.quiet)
    out = writer(arguments.format, request, parameters(arguments, request))
    try:
        return asyncio.run(_run(request, settings, store, out, progress))
    finally:
        progress.clear()
        if store is not None:
            store.close()


def parameters(arguments: argparse.Namespace, request: RunRequest) -> dict[str, object]:
    """What was asked for, with the defaults filled in from the first lane."""
    sampling = request.lanes[0].sampling
    values: dict[str, object] = {name: getattr(sampling, name) for name in PARAMETERS_BY_NAME}
    return {
        **values,
        "stop": list(arguments.stop),
        "samples": arguments.samples,
        "system": arguments.system,
        "template": arguments.template,
        "threads": arguments.threads,
        "context_length": arguments.context_length,
        "engine": arguments.engine,
    }


def _request(arguments: argparse.Namespace) -> RunRequest:
    if not arguments.models:
        raise UsageError(
            "No model is named.", "Name one with -m; `llmplay models list` lists them."
        )
    cores = machine.usable_cores()
    if arguments.threads is not None and arguments.threads > cores:
        raise UsageError(
            f"--threads {arguments.threads}: this machine has {cores} for us.",
            "More threads than cores wait for each other and all but stand still.",
        )
    if arguments.engine is not None and arguments.engine not in BACKENDS:
        raise UsageError(
            f"There is no engine {arguments.engine!r}.", f"The engines: {', '.join(BACKENDS)}."
        )
    templates = load_templates()
    if arguments.template not in {AUTO, OWN, *templates}:
        raise UsageError(
            f"There is no template {arguments.template!r}.",
            f"The templates: {AUTO}, {OWN}, {', '.join(templates)}.",
        )
    entries = [resolve(name) for name in arguments.models]
    prompt = read_prompt(arguments.prompt, arguments.file, stdin=arguments.stdin == "-")
    chosen = {
        name: getattr(arguments, name)
        for name in PARAMETERS_BY_NAME
        if getattr(arguments, name, None) is not None
    }
    write = ChatWriter(templates)
    request = plan(
        entries,
        templates,
        prompt=prompt,
        system=arguments.system,
        template=arguments.template,
        chosen=chosen,
        stop=arguments.stop,
        samples=arguments.samples,
        threads=arguments.threads,
        context_length=arguments.context_length,
        engine=arguments.engine,
        write=write,
        grammar=read_text(arguments.grammar) if arguments.grammar else "",
        json_schema=read_text(arguments.json_schema) if arguments.json_schema else "",
        adapters=[_adapter(text) for text in arguments.lora],
    )
    write.close()
    problems = request.problems()
    if problems:
        raise UsageError(" ".join(problems))
    request = replace(request, schedule=arguments.schedule)
    if not arguments.force:
        _check_memory(request)
    _check_trust(request, arguments.trust)
    return request


def _adapter(text: str) -> Adapter:
    """FILE or FILE:SCALE; raises `UsageError`."""
    name, _, scale = text.rpartition(":")
    try:
        path, factor = (Path(name), float(scale)) if name else (Path(text), 1.0)
    except ValueError:  # the colon belongs to the name
        path, factor = Path(text), 1.0
    if not path.is_file():
        raise UsageError(f"--lora {text}: there is no file {path}.", "Check the path.")
    return Adapter(str(path.absolute()), factor)


def _check_trust(request: RunRequest, named: list[str]) -> None:
    """Nothing leaves this machine before a person said so, once for each endpoint."""
    for endpoint in untrusted(lane.entry for lane in request.lanes):
        told = f"{endpoint.name} {endpoint.warning}."
        if endpoint.name not in named and not confirmed(f"{told} Send it?"):
            raise UsageError(
                f"{told} Nothing was sent.",
                f"Agree with --trust {endpoint.name}, or with trusted = true in the settings.",
            )
        trust(endpoint)


def _check_memory(request: RunRequest) -> None:
    settings = load_settings()
    found = (
        FitService(settings.context_limit).problems(request, others=load_all())
        if settings.check_memory
        else []
    )
    if found:
        raise UsageError(" ".join(found), "--force runs it all the same.")


async def _run(
    request: RunRequest,
    settings: Settings,
    store: SessionStore | None,
    out: Writer,
    progress: ProgressLine,
) -> int:
    pool = EnginePool(warm=settings.warm_models, stall_seconds=settings.stall_seconds)
    service = RunService(pool, settings, store)
    failed = False
    with stopping(service.stop) as interrupted:
        try:
            async with contextlib.aclosing(service.stream(request)) as events:  # type: ignore[type-var]
                async for event in events:
                    failed |= _tell(event, request, out, progress)
        except SessionError as error:  # the answers are out all the same
            complain(error)
            failed = True
        finally:
            await pool.close()
    out.finish()
    if interrupted:
        return 128 + interrupted[0]
    return FAILED if failed else OK


def _tell(event: RunEvent, request: RunRequest, out: Writer, progress: ProgressLine) -> bool:
    """Pass one event on; True where it is a lane that failed."""
    lane = request.lanes[event.lane]
    if isinstance(event, LaneText):
        if out.streams:
            progress.clear()
        else:
            progress.show(f"{lane.entry.id}: answering")
        out.text(event.lane, event.text)
    elif isinstance(event, LaneChanged):
        progress.show(f"{lane.entry.id}: {event.detail or event.state} …")
    elif isinstance(event, LaneRead):
        progress.show(f"{lane.entry.id}: reading the prompt, {event.done} of {event.total} tokens")
    elif isinstance(event, LaneEnded):
        progress.clear()
        result = event.result
        out.end(event.lane, result)
        if result.error is not None:
            complain(f"{lane.entry.id}: {result.error}")
            return True
        speed = result.usage.tokens_per_second
        progress.note(
            f"[{lane.entry.id}: {result.usage.completion_tokens} tokens"
            + (f", {speed:.1f} per second" if speed else "")
            + f", {result.stop_reason}]"
        )
    return False
