"""`llmplay sessions export`: a session as a report, a table or a picture."""

from __future__ import annotations

import argparse
from pathlib import Path

from playground.cli import output
from playground.cli.diagnostics import OK, UsageError, say
from playground.domain.comparison import Choice, compare, read_patterns, read_runs
from playground.domain.comparison.fields import fields_of
from playground.services.exports import FORMATS, export, form_of, write_export
from playground.services.sessions import open_session


def execute(arguments: argparse.Namespace) -> int:
    """Write it; raises `PlaygroundError` for what is not there or cannot be written."""
    names = tuple(name.strip() for name in (arguments.columns or "").split(",") if name.strip())
    choice = Choice(
        runs=None if arguments.runs is None else read_runs(arguments.runs),
        models=tuple(arguments.models),
        order=arguments.order,
        fields=tuple(field.name for field in fields_of(names)) if names else (),
        anonymise=arguments.anonymise,
        redact=read_patterns(arguments.redact),
    )
    form = arguments.format or _form(arguments.output)
    record = open_session(arguments.session)
    for problem in record.problems:
        say(f"llmplay: {problem}")
    comparison = compare(record, choice)
    if arguments.output != "-":
        write_export(comparison, form, Path(arguments.output).expanduser())
        return OK
    for piece in export(comparison, form):
        output.write(piece.decode("utf-8"))
    return OK


def _form(target: str) -> str:
    """The format that the end of a file's name says, Markdown where it has none."""
    found = form_of(target)
    if found is None and Path(target).suffix:
        ends = ", ".join(form.suffix for form in FORMATS)
        raise UsageError(
            f"The end of {target} names no format.", f"End it in {ends}, or give --format."
        )
    return (found or FORMATS[0]).name
