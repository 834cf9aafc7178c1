"""`llmplay sessions search`: words in all sessions."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from playground.cli import output
from playground.cli.diagnostics import FAILED, OK, UsageError
from playground.services.sessions.searching import Hit, search


def execute(arguments: argparse.Namespace) -> int:
    """Print every place as it is found."""
    if not arguments.text.strip():
        raise UsageError("There is nothing to search for.", "Name a word.")
    found = False
    hits = []
    for hit in search(arguments.text):
        found = True
        if arguments.format == "json":
            hits.append(asdict(hit))
        else:
            output.write(f"{_place(hit)}: {hit.excerpt}\n")
    if arguments.format == "json":
        output.write_json(hits)
    return OK if found else FAILED


def _place(hit: Hit) -> str:
    parts = [hit.title]
    parts += [f"run {hit.run}"] if hit.run else []
    parts += [f"{hit.where} of {hit.model}" if hit.model else hit.where]
    return ", ".join(parts)
