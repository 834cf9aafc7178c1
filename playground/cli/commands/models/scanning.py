"""`llmplay models scan`: look for model files now, and say what was found."""

from __future__ import annotations

import argparse

from playground.cli import output
from playground.cli.diagnostics import OK, ProgressLine, complain
from playground.domain.sizes import words
from playground.services.catalog import load_all
from playground.services.scanning import installed, scan
from playground.services.settings import load_settings


def execute(arguments: argparse.Namespace) -> int:
    """Scan the folders that are named, or those of the settings, and the hub's cache."""
    progress = ProgressLine(quiet=arguments.quiet)
    folders = arguments.folders or load_settings().model_folders
    found = scan(folders, progress=lambda count: progress.show(f"{count:,} files"))
    progress.clear()
    catalog = load_all()
    merged = {str(entry.path): entry for entry in installed(catalog, found) if entry.path}
    shown = [merged.get(str(entry.path), entry) for entry in found.entries]
    for problem in found.problems:
        complain(problem)
    if arguments.format == "json":
        rows = [
            {
                "id": entry.id,
                "path": entry.path,
                "size_bytes": entry.size_bytes,
                "architecture": entry.architecture,
                "quantisation": entry.quantisation,
                "in_catalog": bool(entry.source),
                "engines": list(entry.engines),
            }
            for entry in shown
        ]
        output.write_json(
            {"models": rows, "problems": list(found.problems), "headers_read": found.fresh}
        )
        return OK
    if shown:
        output.write_table(
            ("ID", "SIZE", "ARCHITECTURE", "QUANTISATION", "FILE"),
            (
                (
                    entry.id,
                    words(entry.size_bytes),
                    entry.architecture,
                    entry.quantisation,
                    str(entry.path),
                )
                for entry in shown
            ),
        )
    count = len(shown)
    output.write(f"{count:,} model{'' if count == 1 else 's'}, {found.fresh:,} read anew.\n")
    if not folders:
        output.write('Name folders in the settings: model_folders = ["~/models"]\n')
    return OK
