"""`llmplay sessions list`: all sessions at a glance."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict

from playground.cli import output
from playground.cli.diagnostics import OK, say
from playground.domain.sizes import words
from playground.services import paths
from playground.services.sessions.summaries import Summary, chosen, listing


def execute(arguments: argparse.Namespace) -> int:
    """Print a line for each."""
    found = chosen(listing(), " ".join(arguments.filter))
    nothing = f"No sessions in {paths.shown(paths.sessions_folder())}."
    return print_sessions(found, arguments.format, nothing)


def print_sessions(found: Sequence[Summary], form: str, nothing: str) -> int:
    """The sessions as text or JSON; `nothing` is what is said where there are none."""
    if form == "json":
        output.write_json([asdict(one) for one in found])
        return OK
    if not found:
        say(nothing)
        return OK
    output.write_table(
        ("ID", "WRITTEN (UTC)", "RUNS", "ANSWERS", "SIZE", "TITLE", "MODELS", ""),
        (
            (
                one.id,
                one.modified,
                str(one.runs),
                str(one.answers),
                words(one.size_bytes),
                " ".join((one.name, *(f"#{tag}" for tag in one.tags))),
                ", ".join(one.models),
                f"! {one.problem}" if one.problem else "",
            )
            for one in found
        ),
    )
    return OK
