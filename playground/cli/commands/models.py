"""`llmplay models`: what there is to run."""

from __future__ import annotations

import argparse
from typing import Any

from playground.cli import output
from playground.cli.diagnostics import OK
from playground.domain.catalog import CatalogEntry
from playground.engines.backend import BACKENDS
from playground.services.catalog import load_all


def execute(arguments: argparse.Namespace) -> int:
    """List what can run now, or with --all the whole catalog."""
    entries = [entry for entry in load_all() if arguments.all or entry.installed]
    if arguments.format == "json":
        output.write_json([record(entry) for entry in entries])
        return OK
    output.write_table(
        ("ID", "NAME", "ARCHITECTURE", "QUANTISATION", "SIZE", "CONTEXT", "LICENCE", ""),
        (
            (
                entry.id,
                entry.name,
                entry.architecture,
                entry.quantisation,
                size(entry.size_bytes),
                str(entry.context_length or "?"),
                entry.license,
                _mark(entry),
            )
            for entry in entries
        ),
    )
    return OK


def record(entry: CatalogEntry) -> dict[str, Any]:
    """The entry as `--format json` prints it."""
    return {
        "id": entry.id,
        "name": entry.name,
        "family": entry.family,
        "architecture": entry.architecture,
        "quantisation": entry.quantisation,
        "parameters": entry.parameters,
        "size_bytes": entry.size_bytes,
        "context_length": entry.context_length,
        "license": entry.license,
        "engines": [engine for engine in entry.engines if engine in BACKENDS],
        "bundled": entry.bundled,
        "installed": entry.installed,
        "path": entry.path,
    }


def size(count: int | None) -> str:
    """Bytes for people, in decimal units: "1.7 MB"."""
    if count is None:
        return "?"
    value = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 999.5 or unit == "GB":
            return f"{value:.3g} {unit}"
        value /= 1000
    raise AssertionError


def _mark(entry: CatalogEntry) -> str:
    if entry.bundled:
        return "comes with llmplay"
    return "installed" if entry.installed else "not installed"
