"""`llmplay licenses list`: every licence that is known."""

from __future__ import annotations

import argparse

from playground.cli import output
from playground.cli.diagnostics import OK
from playground.domain.licenses import DISCLAIMER, QUESTIONS
from playground.services.catalog import load_licenses


def execute(arguments: argparse.Namespace) -> int:
    """Print a line each, with the answers to the questions people ask."""
    licenses = load_licenses().values()
    if arguments.format == "json":
        output.write_json(
            [
                {
                    "id": one.id,
                    "name": one.name,
                    "spdx": one.spdx,
                    "category": one.category,
                    "osi_approved": one.osi_approved,
                    "patent_grant": one.patent_grant,
                    **{question: one.allows(question) for question in QUESTIONS},
                    "url": one.url,
                    "verified": one.verified,
                }
                for one in licenses
            ]
        )
        return OK
    output.write_table(
        ("ID", "CLASS", "COMMERCIAL", "MODIFY", "PASS ON", "TRAIN", "OSI", "VERIFIED"),
        (
            (
                one.id,
                one.category,
                *(one.allows(question) for question in QUESTIONS),
                "yes" if one.osi_approved else "no",
                one.verified,
            )
            for one in licenses
        ),
    )
    output.write(f"{DISCLAIMER}\n")
    return OK
