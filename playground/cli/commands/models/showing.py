"""`llmplay models show`: all that is known of one model."""

from __future__ import annotations

import argparse
from typing import Any

from playground.cli import output
from playground.cli.commands.models.listing import record
from playground.cli.diagnostics import OK
from playground.domain.catalog import CatalogEntry
from playground.domain.fit import Fit
from playground.domain.licenses import DISCLAIMER, License
from playground.domain.licenses import resolve as resolve_license
from playground.domain.provenance import Claim, conflicts
from playground.domain.sizes import count_words, words
from playground.engines.installation import install_line
from playground.engines.installation import installed as engine_installed
from playground.services.catalog import load_licenses
from playground.services.fit import FitService
from playground.services.local import resolve
from playground.services.provenance import license_claims
from playground.services.settings import load_settings


def execute(arguments: argparse.Namespace) -> int:
    """Print the model: what it is, where it is, whether it fits, what its licence says."""
    entry = resolve(arguments.model)
    fits = FitService(load_settings().context_limit)
    fits.learn([entry])
    fit = fits.fit(entry, arguments.context_length)
    licenses = load_licenses()
    claims = license_claims(entry)
    differing = conflicts(claims, licenses)
    license_ = resolve_license(licenses, entry.license)
    if arguments.format == "json":
        output.write_json(_record(entry, fit, license_, claims, differing))
        return OK
    for line in (*_facts(entry), *_fit(fit), *license_lines(license_, claims, differing)):
        output.write(line.rstrip() + "\n")
    return OK


def license_lines(
    license_: License, claims: tuple[Claim, ...], differing: tuple[Claim, ...]
) -> list[str]:
    """The licence, who names it, and where they differ."""
    lines = ["", f"Licence      {license_.name} ({license_.spdx})"]
    lines += [
        f"             {row.question}: {row.answer}" + (f" ({row.note})" if row.note else "")
        for row in license_.may
    ]
    lines += [f"             You must: {duty.text}" for duty in license_.must]
    lines += [f"             Limit: {limit}" for limit in license_.limits]
    lines += [f"             {license_.url}"] if license_.url else []
    lines += [f"             Verified: {license_.verified}; checked: {license_.checked}"]
    for claim in claims:
        lines.append(f"             says the {claim.source}: {claim.value or 'nothing'}")
    if differing:
        said = ", ".join(f"{claim.value} ({claim.source})" for claim in differing)
        lines.append(f"  CONFLICT   The sources differ: {said}. Ask whoever published the model.")
    return [*lines, f"             {DISCLAIMER}"]


def _facts(entry: CatalogEntry) -> list[str]:
    context = f"{entry.context_length:,} tokens" if entry.context_length else "?"
    lines = [
        f"{entry.name} ({entry.full_id if entry.tag else entry.id})",
        "",
        f"Family       {entry.family}, architecture {entry.architecture}",
        f"Weights      {count_words(entry.parameters)} parameters, {entry.quantisation or '?'}, "
        f"{words(entry.size_bytes)}" + (" about" if entry.size_approximate else ""),
        f"Context      {context}",
        f"Template     {entry.template}",
        f"Engines      {', '.join(entry.engines) or 'none is known to run it'}",
        f"File         {_place(entry)}",
    ]
    for engine in entry.engines:
        if not engine_installed(engine):
            lines.append(f"             {engine} is not installed. Run: {install_line(engine)}")
    if entry.upstream:
        lines.append(f"Published    {entry.upstream} (gated: {entry.gated})")
    source = f"; {entry.source}" if entry.source else ""
    lines.append(f"Verified     {entry.verified}{source}")
    lines += [f"Note         {note}" for note in entry.notes]
    return lines


def _place(entry: CatalogEntry) -> str:
    if entry.path:
        return entry.path
    if entry.endpoint:
        return f"at {entry.endpoint.host}"
    if entry.repo:
        return f"not here; {entry.file} of {entry.repo}. Fetch it: llmplay models pull {entry.id}"
    return f"not here; {entry.url or entry.file}"


def _fit(fit: Fit) -> list[str]:
    return [f"Memory       {fit.headline()}", f"             {fit.parts()}"]


def _record(
    entry: CatalogEntry,
    fit: Fit,
    license_: License,
    claims: tuple[Claim, ...],
    differing: tuple[Claim, ...],
) -> dict[str, Any]:
    return {
        **record(entry),
        "template": entry.template,
        "repo": entry.repo,
        "file": entry.file,
        "upstream": entry.upstream,
        "gated": entry.gated,
        "verified": entry.verified,
        "notes": list(entry.notes),
        "fit": {
            "verdict": fit.verdict,
            "context": fit.context,
            "weights_bytes": fit.weights,
            "cache_bytes": fit.cache,
            "scratch_bytes": fit.scratch,
            "total_bytes": fit.total,
            "available_bytes": fit.available,
            "estimated": fit.estimated,
        },
        "licence": {
            "id": license_.id,
            "spdx": license_.spdx,
            "category": license_.category,
            "url": license_.url,
            "sources": {claim.source: claim.value or None for claim in claims},
            "conflict": [claim._asdict() for claim in differing],
        },
    }
