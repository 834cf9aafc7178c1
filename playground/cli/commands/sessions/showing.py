"""`llmplay sessions show`: a session as text."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from typing import Any

from playground.cli import output
from playground.cli.diagnostics import OK, UsageError, complain
from playground.domain.judgements import stars
from playground.domain.records import LaneRecord, MachineRecord, RunRecord, SessionRecord
from playground.domain.runs import Parent
from playground.domain.sizes import counted, words
from playground.domain.templates import Turn
from playground.services.sessions import open_session


def execute(arguments: argparse.Namespace) -> int:
    """Print it; what of the file could not be used is told on standard error."""
    session = chosen_runs(open_session(arguments.session), arguments.run)
    for problem in session.problems:
        complain(problem)
    if arguments.format == "json":
        output.write_json(record(session))
        return OK
    _head(session)
    for run in session.runs:
        _run(run, conversations=arguments.run is not None)
    if session.conclusions:
        output.write(f"\nConclusions\n\n{session.conclusions.rstrip()}\n")
    return OK


def chosen_runs(session: SessionRecord, number: int | None) -> SessionRecord:
    """The session with one of its runs, or all of them; raises `UsageError` for a wrong number."""
    if number is None:
        return session
    runs = [run for run in session.runs if run.number == number]
    if not runs:
        raise UsageError(
            f"{session.title} has no run {number}.",
            f"It has {len(session.runs)}; llmplay sessions show prints them.",
        )
    return replace(session, runs=runs)


def record(session: SessionRecord) -> dict[str, Any]:
    """The session as `--format json` prints it."""
    fields = asdict(replace(session, runs=()))
    fields["runs"] = [
        {**asdict(replace(run, lanes=())), "lanes": [asdict(lane) for lane in run.lanes]}
        for run in session.runs
    ]
    fields["schema"] = ".".join(map(str, session.schema))
    return {key: _plain(value) for key, value in fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Turn | Parent):
        return value._asdict()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _head(session: SessionRecord) -> None:
    lines = [session.title, f"  {session.path}"]
    if session.created:
        lines.append(f"  begun {session.created:%Y-%m-%d %H:%M} by {session.program}")
    if session.machine.processor:
        lines.append(f"  {_machine(session.machine)}")
    if session.tags:
        lines.append("  " + " ".join(f"#{tag}" for tag in session.tags))
    if session.votes:
        lines.append(f"  {counted(len(session.votes), 'vote')}")
    output.write("\n".join(lines) + "\n")


def _machine(machine: MachineRecord) -> str:
    memory = words(machine.memory_bytes or None)
    return f"{machine.processor}, {machine.cores} cores, {memory}, {machine.system}"


def _run(run: RunRecord, *, conversations: bool) -> None:
    """With `conversations` each answer has all that was said before it."""
    started = f", {run.started:%Y-%m-%d %H:%M}" if run.started else ""
    elsewhere = f", on {_machine(run.machine)}" if run.machine else ""
    output.write(f"\nRun {run.number}{started}{elsewhere}\n")
    if run.edits:
        output.write(f"  Puts run {run.edits} otherwise\n")
    for name, text in (("System", run.system), ("Prompt", run.prompt)):
        if text:
            output.write(f"  {name}: {_indented(text)}\n")
    for name, text in run.variants.items():
        output.write(f"  Variant {name}: {_indented(text)}\n")
    for lane in run.lanes:
        output.write(f"\n  [{_label(lane)}]\n")
        if lane.history and conversations:
            for turn in (*lane.history, Turn("user", run.wording(lane))):
                mark = "> " if turn.role == "user" else ""
                lines = turn.content.rstrip("\n").split("\n")
                output.write("".join(f"  {mark}{line}\n" for line in lines))
        output.write(f"  {_indented(lane.text)}\n")
        for adapter in lane.adapters:
            output.write(f"  LoRA adapter: {adapter.path} × {adapter.scale:g}\n")
        if lane.error:
            output.write(f"  Error: {lane.error}\n")
        if lane.note:
            output.write(f"  Note: {_indented(lane.note)}\n")


def _label(lane: LaneRecord) -> str:
    parts = [lane.model.id]
    parts += [lane.variant] if lane.variant else []
    parts += [f"version {lane.version}"] if lane.version > 1 else []
    if lane.history:
        after = f", after run {lane.parent.run}" if lane.parent else ""
        parts.append(f"turn {lane.turn}{after}")
    parts += [f"seed {lane.seed}", f"{lane.completion_tokens} tokens"]
    if lane.tokens_per_second:
        parts.append(f"{lane.tokens_per_second:.1f} per second")
    parts.append(lane.stop_reason)
    if lane.rating:
        parts.append(stars(lane.rating, plain=True))
    return ", ".join(parts)


def _indented(text: str) -> str:
    return text.rstrip("\n").replace("\n", "\n  ")
