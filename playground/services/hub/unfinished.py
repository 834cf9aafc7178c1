"""Downloads that were begun and not finished, remembered between launches: one file each."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playground.domain.hub import Pull, RemoteFile
from playground.domain.hub_names import is_commit, is_fetchable, is_repository, is_revision
from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.files import read_toml, toml_text, write_atomic

_SCHEMA = 1


def recall(pull: Pull) -> Pull | None:
    """What was begun under the same id, of another commit perhaps."""
    with contextlib.suppress(OSError, PlaygroundError, KeyError, TypeError):
        return _pull(read_toml(_file(pull)))
    return None


def remember(pull: Pull) -> None:
    """Keep what is to be fetched; where that cannot be written, only resuming later is lost."""
    tables = {"schema": _SCHEMA, **_without_none(asdict(pull))}
    with contextlib.suppress(OSError):
        write_atomic(_file(pull), toml_text(tables).encode())


def forget(pull: Pull) -> None:
    """It is whole, or nobody wants it any more."""
    with contextlib.suppress(OSError):
        _file(pull).unlink(missing_ok=True)


def remembered() -> tuple[Pull, ...]:
    """What was begun, the oldest first; a file that makes no sense is passed over."""
    found: list[tuple[float, Pull]] = []
    with contextlib.suppress(OSError):
        for path in _folder().glob("*.toml"):
            with contextlib.suppress(OSError, PlaygroundError, KeyError, TypeError):
                found.append((path.stat().st_mtime, _pull(read_toml(path))))
    return tuple(pull for _, pull in sorted(found, key=lambda pair: (pair[0], pair[1].id)))


def _folder() -> Path:
    return paths.state_folder() / "downloads"


def _file(pull: Pull) -> Path:
    return _folder() / f"{hashlib.sha256(pull.id.encode()).hexdigest()[:16]}.toml"


def _pull(tables: dict[str, Any]) -> Pull:
    """Raises `KeyError` or `TypeError` for what is none, or would be fetched to another place."""
    if tables.pop("schema") != _SCHEMA:
        raise KeyError("schema")
    files, papers = (
        tuple(RemoteFile(**{"sha256": None, **table}) for table in tables.pop(key))
        for key in ("files", "papers")
    )
    if not files:
        raise KeyError("files")
    licenses = tuple(tables.pop("licenses"))
    pull = Pull(**tables, files=files, papers=papers, licenses=licenses)
    texts = (pull.repo, pull.revision, pull.commit, pull.model or "", *pull.licenses)
    if not all(isinstance(one, str) for one in texts) or not isinstance(pull.original, bool):
        raise TypeError
    if not (is_repository(pull.repo) and is_commit(pull.commit) and is_revision(pull.revision)):
        raise KeyError("repo")
    if not all(map(is_fetchable, pull.everything)):
        raise KeyError("files")
    return pull


def _without_none(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_none(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_without_none(item) for item in value]
    return value
