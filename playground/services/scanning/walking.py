"""Finding model files: in folders of the user's, and in the hub's cache."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from playground.services.hub import cache

_SUFFIXES = (".gguf", ".ggml", ".bin")
_SMALLEST = 64  # bytes; no header is shorter
_DEEPEST = 12  # folders below the one that is named
_DIGEST_LENGTH = 64


class Seen(NamedTuple):
    """A file that may hold a model."""

    path: str
    size: int
    modified_ns: int
    sha256: str = ""
    """Where it is known without reading the file, as in the hub's cache; else empty."""


def seen_in(folders: Iterable[Path]) -> Iterator[Seen]:
    """The files of these folders and of those in them; what cannot be looked into is left out."""
    known: set[tuple[int, int]] = set()
    for folder in folders:
        yield from _walk(str(folder), known, 0)


def seen_in_hub() -> Iterator[Seen]:
    """The model files of every snapshot in the hub's cache, each blob once."""
    blobs: set[str] = set()
    for repository in _folders(cache.folder(), "models--"):
        for snapshot in _folders(repository / "snapshots"):
            for seen in _walk(str(snapshot), set(), 0):
                blob = os.path.realpath(seen.path)
                if blob not in blobs:
                    blobs.add(blob)
                    name = os.path.basename(blob)  # noqa: PTH119  ten thousand of them
                    digest = name if len(name) == _DIGEST_LENGTH else ""
                    yield seen._replace(sha256=digest)


def _folders(folder: Path, prefix: str = "") -> list[Path]:
    try:
        names = sorted(one.name for one in os.scandir(folder) if one.is_dir())
    except OSError:
        return []
    return [folder / name for name in names if name.startswith(prefix)]


def _walk(folder: str, known: set[tuple[int, int]], depth: int) -> Iterator[Seen]:
    """`known` are the folders that were walked, by device and inode: links may lead in circles."""
    try:
        status = os.stat(folder)  # noqa: PTH116
        if (status.st_dev, status.st_ino) in known:
            return
        known.add((status.st_dev, status.st_ino))
        entries = sorted(os.scandir(folder), key=lambda one: one.name)
    except OSError:
        return
    for entry in entries:
        try:
            if entry.name.lower().endswith(_SUFFIXES):
                status = entry.stat()
                if stat.S_ISREG(status.st_mode) and status.st_size >= _SMALLEST:
                    yield Seen(entry.path, status.st_size, status.st_mtime_ns)
            elif depth < _DEEPEST and not entry.name.startswith(".") and entry.is_dir():
                yield from _walk(entry.path, known, depth + 1)
        except OSError:
            continue
