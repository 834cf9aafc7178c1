"""Opens a model file for a look inside: its header only, whatever its size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from playground.domain.headers import ModelHeader, Verdict
from playground.services.files import known_sha256
from playground.services.modelfiles import RULES, check, read_header


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a file."""

    path: Path
    header: ModelHeader
    verdicts: Mapping[str, Verdict]
    """By the name of the engine: whether it can run the file, and if not why."""
    sha256: str | None
    """Where it is known without reading all of the file; else None."""


def inspect(path: Path) -> Inspection:
    """Read the header and judge it; raises `ModelFileError` with the reason and the byte."""
    header = read_header(path)
    verdicts = {engine: check(header, engine) for engine in RULES}
    return Inspection(path, header, verdicts, known_sha256(path))
