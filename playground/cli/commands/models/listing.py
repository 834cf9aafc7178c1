"""`llmplay models list`: what there is to run."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from playground.cli import output
from playground.cli.diagnostics import OK, complain, say
from playground.domain.catalog import CatalogEntry
from playground.domain.filters import parse_filter, subject
from playground.domain.licenses import resolve
from playground.domain.sizes import words
from playground.engines.backend import BACKENDS
from playground.errors import PlaygroundError
from playground.services import local
from playground.services.catalog import load_licenses
from playground.services.endpoints import named_entries, served_entries
from playground.services.fit import FitService
from playground.services.settings import load_settings


def execute(arguments: argparse.Namespace) -> int:
    """List what can run now; with --all or a filter from the whole catalog."""
    everything = arguments.all or arguments.filter
    known = local.everything(load_settings()).entries
    entries = [entry for entry in known if everything or entry.runnable]
    entries += _served(entries, ask=arguments.all)
    if arguments.filter:
        entries = _filtered(entries, " ".join(arguments.filter))
    if arguments.format == "json":
        output.write_json([record(entry) for entry in entries])
        return OK
    if not entries:
        say("No model is like that; --all asks the endpoints of the settings, too.")
        return OK
    output.write_table(
        ("ID", "NAME", "ARCHITECTURE", "QUANTISATION", "SIZE", "CONTEXT", "LICENCE", ""),
        (
            (
                entry.id,
                entry.name,
                entry.architecture,
                entry.quantisation,
                words(entry.size_bytes),
                str(entry.context_length or "?"),
                entry.license,
                _mark(entry),
            )
            for entry in entries
        ),
    )
    return OK


def _served(known: Sequence[CatalogEntry], *, ask: bool) -> list[CatalogEntry]:
    """The models of the endpoints; a server is asked for its list only where all is wanted."""
    endpoints = load_settings().endpoints
    if not ask:
        return named_entries(endpoints, known)
    found: list[CatalogEntry] = []
    for endpoint in endpoints:
        try:
            found += served_entries(endpoint, known)
        except PlaygroundError as error:
            complain(error)
    return found


def _filtered(entries: Sequence[CatalogEntry], text: str) -> list[CatalogEntry]:
    """What passes the filter; headers are read only where it asks what fits."""
    wanted = parse_filter(text)
    licenses = load_licenses()
    fits = FitService(load_settings().context_limit)
    if "fits:" in text.casefold():
        fits.learn(entry for entry in entries if entry.installed)
    return [
        entry
        for entry in entries
        if wanted.accepts(
            subject(entry, resolve(licenses, entry.license), lambda one: fits.fit(one).verdict)
        )
    ]


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
        "endpoint": entry.endpoint.base_url or "hub" if entry.endpoint else None,
    }


def _mark(entry: CatalogEntry) -> str:
    if entry.bundled:
        return "comes with llmplay"
    if entry.endpoint:
        return f"asks {entry.endpoint.host}"
    return "installed" if entry.installed else "not installed"
