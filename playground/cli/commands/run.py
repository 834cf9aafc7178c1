"""`llmplay run`: the same run as in the full screen, without one."""

from __future__ import annotations

import argparse
import asyncio
import contextlib

from playground.cli.commands.run_output import Writer, write_next, writer
from playground.cli.commands.run_request import next_turn, parameters, read_request
from playground.cli.diagnostics import FAILED, OK, ProgressLine, complain, say
from playground.cli.opening import opened
from playground.cli.signals import stopping
from playground.domain.conversations import Conversation
from playground.domain.runs import (
    LaneChanged,
    LaneEnded,
    LaneEvent,
    LaneNoted,
    LaneRead,
    LaneResult,
    LaneText,
    RecordingChanged,
    RunRequest,
)
from playground.services.pool import EnginePool
from playground.services.runner import RunService
from playground.services.sessions import SessionError, SessionStore
from playground.services.settings import load_settings


def execute(arguments: argparse.Namespace) -> int:
    """Run and print; returns the exit code. Raises `PlaygroundError` for wrong usage."""
    request, session = read_request(arguments)
    store = opened(session, arguments.if_open) if session else None
    progress = ProgressLine(quiet=arguments.quiet)
    try:
        code = asyncio.run(_run(arguments, request, store, progress))
    finally:
        progress.clear()
        unsaved = _close(store)
    return code or (FAILED if unsaved else OK)


def _close(store: SessionStore | None) -> bool:
    """Let go of the session; True where what waited is lost with that."""
    waiting = store.waiting if store else 0
    try:
        if store is not None:
            store.close()
    except SessionError as error:
        complain(error.message)
        say(f"         {waiting:,} bytes are not in it; what was printed is all there is of them.")
        return True
    return False


async def _run(
    arguments: argparse.Namespace,
    request: RunRequest,
    store: SessionStore | None,
    progress: ProgressLine,
) -> int:
    """One turn after the other, in the same processes."""
    settings = load_settings()
    pool = EnginePool(warm=settings.warm_models, stall_seconds=settings.stall_seconds)
    service = RunService(pool, settings, store)
    ended: dict[int, LaneResult] = {}
    failed = False
    with stopping(service.stop) as interrupted:
        try:
            for said in (None, *arguments.then):
                if said is not None:
                    request = await asyncio.to_thread(
                        _next, arguments, request, ended, service, said
                    )
                    write_next(arguments.format, said)
                failed |= await _turn(arguments, request, service, ended, progress)
                if interrupted or not any(result.text for result in ended.values()):
                    break
        finally:
            await pool.close()
    if interrupted:
        return 128 + interrupted[0]
    return FAILED if failed else OK


def _next(
    arguments: argparse.Namespace,
    request: RunRequest,
    ended: dict[int, LaneResult],
    service: RunService,
    said: str,
) -> RunRequest:
    """What follows in every lane that said something."""
    conversations = [
        Conversation.after(lane, ended[lane.index].text, service.run_number)
        for lane in request.lanes
        if ended[lane.index].text
    ]
    return next_turn(arguments, conversations, said)


async def _turn(
    arguments: argparse.Namespace,
    request: RunRequest,
    service: RunService,
    ended: dict[int, LaneResult],
    progress: ProgressLine,
) -> bool:
    """Run and print one turn, and gather how its lanes `ended`; True where one failed."""
    out = writer(arguments.format, request, parameters(arguments, request))
    failed = False
    told: set[str] = set()
    for note in dict.fromkeys(note for lane in request.lanes for note in lane.notes):
        if not arguments.quiet:
            say(f"llmplay: {note}")
    ended.clear()
    refused = False
    try:
        async with contextlib.aclosing(service.stream(request)) as events:  # type: ignore[type-var]
            async for event in events:
                if isinstance(event, LaneEnded):
                    ended[event.lane] = event.result
                elif isinstance(event, LaneNoted) and not arguments.quiet:
                    _note(f"{request.lanes[event.lane].entry.id}: {event.text}", told, progress)
                if isinstance(event, RecordingChanged):
                    _tell_recording(event, progress)
                    refused = event.error is not None
                else:
                    failed |= _tell(event, request, out, progress)
    except SessionError as error:  # the answers are out all the same
        if not refused:
            complain(error)
        failed = True
    out.finish()
    return failed


def _note(text: str, told: set[str], progress: ProgressLine) -> None:
    """A line that stays, once for all lanes of a model."""
    if text not in told:
        told.add(text)
        progress.clear()
        say(f"llmplay: {text}")


def _tell_recording(event: RecordingChanged, progress: ProgressLine) -> None:
    progress.clear()
    if event.error is None:
        say("llmplay: The session can be written again; everything is in it.")
    else:
        complain(event.error)
        say("         The answers go on and are kept in memory; saving is tried every second.")


def _tell(event: LaneEvent, request: RunRequest, out: Writer, progress: ProgressLine) -> bool:
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
            named = lane.entry.id in result.error
            complain(result.error if named else f"{lane.entry.id}: {result.error}")
            return True
        speed = result.usage.tokens_per_second
        progress.note(
            f"[{lane.entry.id}: {result.usage.completion_tokens} tokens"
            + (f", {speed:.1f} per second" if speed else "")
            + f", {result.stop_reason}]"
        )
    return False
