"""Reads the examples that lie beside a task: JSONL, a JSON list, or CSV with a header."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from playground.domain.tasks import TaskError
from playground.services import paths
from playground.services.catalog.tables import Table

Rows = Iterator[tuple[str, object]]
"""Where each stands, and what it is."""

LARGEST = 48 * 2**20
"""Bytes of a file that is read as a whole; the largest of the public data sets have less."""
LARGEST_FIELD = 2**24
"""Characters in one cell of a CSV file; a cell may hold a whole article."""
_LISTS = ("reference", "choices", "constraints")
"""Columns in which a list is written as JSON."""


def read_rows(path: Path, task: str) -> list[Table]:
    """The examples of a file; raises `TaskError` naming the task, the file and the line."""
    shown = paths.shown(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise TaskError(
            f"{task}: the examples {shown} are of no known kind.",
            f"examples names a file that ends in {', '.join(READERS)}.",
        )
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise TaskError(
                f"{task}: the examples {shown} have {size:,} bytes; at most {LARGEST:,} are read.",
                "Split the task into several.",
            )
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TaskError(
            f"{task}: the examples {shown} cannot be read: {error}.",
            "examples names a file beside the task, in UTF-8.",
        ) from error
    rows = []
    for place, values in reader(text, shown):
        if not isinstance(values, dict):
            raise TaskError(f"{shown}, {place} is no JSON object.")
        rows.append(Table(shown, place, values))
    if not rows:
        raise TaskError(f"{shown} has no examples.")
    return rows


def _json_lines(text: str, shown: str) -> Rows:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield f"line {number}", _json(line, f"{shown}, line {number}")


def _json_list(text: str, shown: str) -> Rows:
    whole = _json(text, shown)
    if not isinstance(whole, list):
        raise TaskError(f"{shown} is no JSON list.", "Write [ {…}, {…} ], or a JSONL file.")
    for number, row in enumerate(whole, 1):
        yield f"item {number}", row


def _comma_separated(text: str, shown: str) -> Rows:
    csv.field_size_limit(LARGEST_FIELD)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            place = f"line {reader.line_num}"
            if None in row or None in row.values():
                raise TaskError(f"{shown}, {place} has not as many cells as the header.")
            yield place, _typed(row, f"{shown}, {place}")
    except csv.Error as error:
        raise TaskError(f"{shown}, line {reader.line_num}: {error}.") from error


def _typed(row: Mapping[str, str], place: str) -> dict[str, Any]:
    """Empty cells of the columns that need not be filled are as if they were not there."""
    values: dict[str, Any] = {}
    for key, cell in row.items():
        if key in _LISTS and cell.lstrip().startswith("["):
            values[key] = _json(cell, f"{place}, {key}")
        elif key == "difficulty" and re.fullmatch(r"\s*[0-9]{1,9}\s*", cell):
            values[key] = int(cell)
        elif cell or key not in (*_LISTS, "difficulty", "tests", "id"):
            values[key] = cell
    return values


def _json(text: str, place: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TaskError(f"{place} is no JSON: {error}.") from error


READERS: Mapping[str, Callable[[str, str], Rows]] = MappingProxyType(
    {".jsonl": _json_lines, ".json": _json_list, ".csv": _comma_separated}
)
"""By the end of the file's name."""
