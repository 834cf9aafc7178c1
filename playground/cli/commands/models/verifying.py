"""`llmplay models verify`: whether files are what they claim to be."""

from __future__ import annotations

import argparse

from playground.cli import output
from playground.cli.diagnostics import FAILED, OK, UNKNOWN, ProgressLine
from playground.services.hub.api import Hub
from playground.services.local import resolve
from playground.services.modelfiles import ModelFileError
from playground.services.verifying import verify


def execute(arguments: argparse.Namespace) -> int:
    """Digest the files and compare; 1 where one differs, 3 where nobody knows what it should be."""
    progress = ProgressLine(quiet=arguments.quiet)
    hub = None if arguments.offline else Hub()
    rows = []
    for name in arguments.models:
        entry = resolve(name)
        if entry.path is None:
            raise ModelFileError(f"{entry.id} is not on this machine.", "Fetch it first.")
        progress.show(f"{entry.id}: reading all of it …")
        try:
            found = verify(entry, hub=hub)
        finally:
            progress.clear()
        rows.append(
            {
                "id": entry.id,
                "path": entry.path,
                "outcome": found.outcome,
                "sha256": found.sha256,
                "expected": found.expected or None,
                "source": found.source,
            }
        )
    if arguments.format == "json":
        output.write_json(rows)
    else:
        for row in rows:
            output.write(f"{row['sha256']}  {row['path']}\n{_WORDS[str(row['outcome'])]}")
            output.write(f" ({row['source']})\n")
    outcomes = {row["outcome"] for row in rows}
    return FAILED if "different" in outcomes else UNKNOWN if "unknown" in outcomes else OK


_WORDS = {
    "same": "  It is what it claims to be",
    "different": "  It is NOT what it claims to be: fetch it again",
    "unknown": "  Nobody says what it should be",
}
