"""Headers of model files, judged for every engine and shown as the inspection shows them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playground.domain.inspection import record
from playground.domain.inspection_text import description
from playground.services.inspecting import inspect
from tests.fuzz.kind import ACCEPTED, Kind, Read, Tried, refused
from tests.fuzz.kinds.models import GGJT, GGML, MODERN, OLD_GGUF, change, contents


@contextmanager
def reading() -> Iterator[Read]:
    """Refused by every engine counts as refused."""
    yield _read


def _read(path: Path) -> Tried:
    found = inspect(path)
    for verdict in found.verdicts.values():
        assert verdict.runs == (not verdict.reason) == (not verdict.hint), verdict
    json.dumps(record(found.header, found.verdicts, path=str(path), sha256=found.sha256))
    list(description(found.header, found.verdicts, path=str(path), sha256=found.sha256))
    if any(verdict.runs for verdict in found.verdicts.values()):
        return ACCEPTED
    return refused(" ".join(verdict.reason for verdict in found.verdicts.values()))


KINDS = (
    Kind("gguf", ".gguf", lambda: contents(OLD_GGUF, MODERN), change, reading),
    Kind("ggml", ".bin", lambda: contents(GGML), change, reading),
    Kind("ggjt", ".bin", lambda: contents(GGJT), change, reading),
)
