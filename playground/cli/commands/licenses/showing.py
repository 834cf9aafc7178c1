"""`llmplay licenses show`: one licence in full."""

from __future__ import annotations

import argparse

from playground.cli import output
from playground.cli.commands.models.showing import license_lines
from playground.cli.diagnostics import OK
from playground.domain.catalog import CatalogError, suggest
from playground.domain.licenses import resolve
from playground.services.acceptance import terms
from playground.services.catalog import load_licenses


def execute(arguments: argparse.Namespace) -> int:
    """Print what it allows and asks for; raises `CatalogError` for one that is not known."""
    licenses = load_licenses()
    found = resolve(licenses, arguments.license)
    if found.id == "unknown" and arguments.license.casefold() != "unknown":
        raise CatalogError(
            f"There is no licence {arguments.license!r}.",
            suggest(arguments.license.casefold(), licenses) or "See `llmplay licenses list`.",
        )
    if arguments.format == "json":
        output.write_json(
            {
                "id": found.id,
                "name": found.name,
                "spdx": found.spdx,
                "category": found.category,
                "may": [row._asdict() for row in found.may],
                "must": [{"kind": duty.kind or None, "text": duty.text} for duty in found.must],
                "limits": list(found.limits),
                "patent_grant": found.patent_grant,
                "osi_approved": found.osi_approved,
                "url": found.url,
                "verified": found.verified,
                "checked": found.checked,
                "source": found.source,
                "version": terms(found),
            }
        )
        return OK
    for line in license_lines(found, (), ())[1:]:
        output.write(line.rstrip() + "\n")
    return OK
