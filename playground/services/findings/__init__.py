"""Findings: what an evaluation showed, as a document for people, in Markdown and HTML."""

from __future__ import annotations

from pathlib import Path

from playground.errors import PlaygroundError
from playground.services.evaluation.running import results
from playground.services.evaluation.store import EvaluationError, Folder
from playground.services.files import write_atomic
from playground.services.findings import markdown, webpage
from playground.services.findings.content import document

FORMATS = {"findings.md": markdown.render, "findings.html": webpage.render}
"""What is written into the folder, by the file's name."""


def write_findings(folder: Folder) -> list[Path]:
    """Write the findings of what is in the folder by now.

    Raises `EvaluationError` where nothing was answered yet.
    """
    plan = folder.plan()
    records = folder.records()
    if not records:
        raise EvaluationError(
            f"{folder.path} has no answers yet.", "Go on with it: llmplay eval … --resume."
        )
    found = results(folder.tasks(), records, [one["id"] for one in plan["models"]])
    pieces = document(plan, found, folder.conclusions())
    written = []
    for name, render in FORMATS.items():
        path = folder.path / name
        try:
            write_atomic(path, render(pieces).encode("utf-8", "replace"))
        except OSError as error:
            raise PlaygroundError(f"{path} cannot be written: {error.strerror}.") from error
        written.append(path)
    return written
