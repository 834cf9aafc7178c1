"""`llmplay licenses check`: may I use these models for this? For scripts."""

from __future__ import annotations

import argparse

from playground.cli import output
from playground.cli.diagnostics import FAILED, OK, UNKNOWN, UsageError
from playground.domain.licenses import QUESTIONS, resolve
from playground.domain.obligations import license_uses, verdict
from playground.domain.provenance import conflicts
from playground.services import local
from playground.services.catalog import load_licenses
from playground.services.provenance import license_claims

USES = {
    "commercial": "commercial_use",
    "modify": "modification",
    "redistribute": "redistribution",
    "train": "train_on_outputs",
}
"""What --use takes, and the question it stands for."""


def execute(arguments: argparse.Namespace) -> int:
    """0 where all licences allow it, on conditions too; 1 where one does not; 3 where unknown.

    Where the sources of a model differ, each licence that one of them names has to allow it.
    """
    if not arguments.models:
        raise UsageError("No model is named.", "Name one with -m.")
    question = USES[arguments.use]
    licenses = load_licenses()
    rows, named = [], []
    for name in arguments.models:
        entry = local.resolve(name)
        differing = conflicts(license_claims(entry), licenses)
        ids = [claim.value for claim in differing] or [entry.license]
        named += [(entry.id, id_) for id_ in ids]
        rows.append(
            {
                "model": entry.id,
                "licences": ids,
                "answer": verdict([(entry.id, id_) for id_ in ids], question, licenses),
                "notes": [
                    row.note
                    for id_ in ids
                    for row in resolve(licenses, id_).may
                    if row.question == QUESTIONS[question] and row.note
                ],
                "conflict": bool(differing),
            }
        )
    answer = verdict(named, question, licenses)
    uses = license_uses(named, licenses)
    if arguments.format == "json":
        must = {use.license.id: list(use.obligations) for use in uses}
        output.write_json(
            {"use": arguments.use, "answer": answer, "models": rows, "obligations": must}
        )
    else:
        for row in rows:
            said = ", ".join(str(one) for one in [*row["licences"], *row["notes"]])  # type: ignore[misc]
            clash = "; the sources differ" if row["conflict"] else ""
            output.write(f"{row['model']}: {row['answer']} ({said}{clash})\n")
        for use in uses:
            for duty in use.obligations:
                output.write(f"  {use.license.label}: {duty}\n")
    return {"yes": OK, "conditional": OK, "no": FAILED}.get(answer, UNKNOWN)
