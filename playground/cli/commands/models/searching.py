"""`llmplay models search`: what the hub has."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from playground.cli import output
from playground.cli.diagnostics import FAILED, OK, complain
from playground.domain.hub import Found, HubError
from playground.domain.licenses import resolve
from playground.domain.sizes import count_words
from playground.services.catalog import load_licenses
from playground.services.hub.api import Hub

_HEADER = ("REPOSITORY", "PARAMETERS", "ARCHITECTURE", "LICENCE", "DOWNLOADS", "UPDATED", "")


def execute(arguments: argparse.Namespace) -> int:
    """Search and print."""
    text = " ".join(arguments.words)
    try:
        found = Hub().search(text, limit=arguments.limit, everything=arguments.any_format)
    except HubError as error:
        complain(error)
        return FAILED
    if arguments.format == "json":
        output.write_json([asdict(one) for one in found])
        return OK
    if not found:
        complain(f"nothing on the hub is called {text!r}; try fewer words, or --any-format.")
        return OK
    output.write_table(_HEADER, (_row(one) for one in found))
    return OK


def _row(one: Found) -> tuple[str, ...]:
    return (
        one.repo,
        count_words(one.parameters),
        one.architecture or "?",
        resolve(load_licenses(), one.license).label,
        count_words(one.downloads),
        one.updated,
        "gated" if one.gated else "",
    )
