"""`llmplay doctor`: everything looked at, what is wrong told with what to do."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path

from playground.cli import output
from playground.cli.diagnostics import FAILED, OK, say
from playground.services.doctor.files import files
from playground.services.doctor.finding import Finding
from playground.services.doctor.folders import folders
from playground.services.doctor.hardware import hardware
from playground.services.doctor.network import login, servers
from playground.services.doctor.programs import programs
from playground.services.doctor.report import write_report
from playground.services.doctor.terminal import terminal
from playground.services.secrets import without_secrets

_MARKS = {"ok": "✓", "note": "·", "problem": "✗"}


def execute(arguments: argparse.Namespace) -> int:
    """Check and print; 0 where nothing is wrong, else 1."""
    parts = [programs(), hardware(), terminal(), folders(), files(), login()]
    if arguments.network:
        parts.append(servers())
    found = []
    for raw in chain.from_iterable(parts):
        # An error may quote what a file holds, and a key may stand where it does not belong.
        told, advice = without_secrets(raw.told), without_secrets(raw.advice)
        one = replace(raw, told=told, advice=advice)
        found.append(one)
        if arguments.format == "text":
            output.write("\n".join(_lines(one)) + "\n")
    if arguments.format == "json":
        output.write_json([asdict(one) for one in found])
    if arguments.report:
        path = Path(arguments.report).expanduser()
        write_report(path, found)
        say(f"Written: {path}. Look it through before you send it.")
    wrong = sum(one.level == "problem" for one in found)
    if arguments.format == "text":
        output.write(f"\n{_sum(wrong)}\n")
    return FAILED if wrong else OK


def _lines(one: Finding) -> Iterator[str]:
    yield f"{_MARKS[one.level]} {one.area}, {one.subject}: {one.told}"
    if one.advice:
        yield f"    {one.advice}"


def _sum(wrong: int) -> str:
    if not wrong:
        return "Nothing is wrong."
    return f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong."
