"""What was read in model files, remembered by path, size and time of change."""

from __future__ import annotations

import contextlib
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

from playground.domain.catalog import CatalogEntry
from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.files import write_atomic
from playground.services.modelfiles import ModelFileError, read_header
from playground.services.scanning.strangers import entry_of
from playground.services.scanning.walking import Seen

_SCHEMA = 2
_KEPT = (
    *("id", "model", "tag", "name", "family", "architecture", "model_type", "format"),
    *("quantisation", "parameters", "size_bytes", "context_length", "license", "template"),
    *("engines", "bundled", "path", "repo", "file"),
)
_COUNTS = ("parameters", "size_bytes", "context_length")
assert set(_KEPT) <= {field.name for field in fields(CatalogEntry)}


class HeaderIndex:
    """Reads a header when a file is new or was changed, and else remembers what it said."""

    def __init__(self) -> None:
        """Read the index; one that is missing or broken counts as empty."""
        self._path = paths.cache_folder() / "model-index.json"
        self._known: dict[str, dict[str, Any]] = {}
        self._used: dict[str, dict[str, Any]] = {}
        self.fresh = 0
        """How many headers had to be read."""
        with contextlib.suppress(OSError, ValueError, RecursionError, AttributeError, KeyError):
            tables = json.loads(self._path.read_text(encoding="utf-8"))
            if tables.get("schema") == _SCHEMA:
                self._known = {
                    path: record
                    for path, record in tables["files"].items()
                    if isinstance(record, dict)
                }

    def entry(self, seen: Seen) -> CatalogEntry | str:
        """The entry of a file, or why it is none, in words for people."""
        stamp = [seen.size, seen.modified_ns]
        record = self._known.get(seen.path)
        found = _entry(record) if record is not None and record.get("stamp") == stamp else None
        if found is None or record is None:
            self.fresh += 1
            record = {"stamp": stamp, **_read(Path(seen.path))}
            found = _entry(record) or str(record.get("problem", ""))
        self._used[seen.path] = record
        return found

    def save(self) -> None:
        """Remember what was used this time; a folder that cannot be written only costs time."""
        if self._used == self._known:
            return
        text = json.dumps({"schema": _SCHEMA, "files": self._used}, separators=(",", ":"))
        with contextlib.suppress(OSError):
            write_atomic(self._path, text.encode())


def _read(path: Path) -> dict[str, Any]:
    try:
        entry = entry_of(path, read_header(path))
    except ModelFileError as error:
        return {"problem": str(error)}
    except PlaygroundError as error:
        return {"problem": f"{path}: {error}"}
    return {"entry": {name: getattr(entry, name) for name in _KEPT}}


def _entry(record: dict[str, Any]) -> CatalogEntry | str | None:
    """The entry, or the problem, that a record holds; None where it is not as we write it."""
    if isinstance(record.get("problem"), str):
        return str(record["problem"])
    values = record.get("entry")
    if not isinstance(values, dict) or set(values) != set(_KEPT) or not _is_right(values):
        return None
    return CatalogEntry(**{**values, "engines": tuple(values["engines"])})


def _is_right(values: dict[str, Any]) -> bool:
    """Whether every value is of the type that it is written with."""
    optional = {*_COUNTS, "path", "repo", "file"}
    for name in _KEPT:
        kind = bool if name == "bundled" else int if name in _COUNTS else str
        value = values[name]
        if name == "engines":
            if not isinstance(value, list | tuple) or not all(
                isinstance(one, str) for one in value
            ):
                return False
        elif not (value is None and name in optional) and type(value) is not kind:
            return False
    return True
