"""`llmplay report`: the findings of an evaluation, written anew."""

from __future__ import annotations

import argparse
from pathlib import Path

from playground.cli.diagnostics import OK, UsageError
from playground.cli.output import write
from playground.services.evaluation.store import CONCLUSIONS, Folder
from playground.services.findings import write_findings
from playground.services.texts import save_text


def execute(arguments: argparse.Namespace) -> int:
    """Write Markdown and HTML; raises `EvaluationError` where there is nothing to tell."""
    folder = Folder(Path(arguments.folder))
    folder.plan()
    if arguments.conclusions:
        try:
            text = Path(arguments.conclusions).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{arguments.conclusions} cannot be read: {error}.") from error
        save_text(folder.path / CONCLUSIONS, text)
    for path in write_findings(folder):
        write(f"{path}\n")
    return OK
