"""Model files named by their path: an entry made from what the file's own header says."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from playground.domain.catalog import CatalogEntry, CatalogError, find, suggest
from playground.errors import PlaygroundError
from playground.services.catalog import load_all, load_bundled
from playground.services.choosing import ENGINES, pinned, split_engine
from playground.services.endpoints import find_endpoint
from playground.services.modelfiles import ModelFileError, read_header
from playground.services.originals import (
    HUB_PREFIX,
    folder_original,
    hub_original,
    original_of,
)
from playground.services.scanning import Scan, installed, scan
from playground.services.scanning.strangers import entry_of
from playground.services.settings import Settings, load_settings

_SUFFIXES = {".gguf", ".bin", ".ggml"}


class Everything(NamedTuple):
    """All that is known of models here."""

    entries: tuple[CatalogEntry, ...]
    scan: Scan


def resolve(name: str) -> CatalogEntry:
    """The model a person means.

    That is, with @ENGINE behind it or not, a catalog id, a path, ENDPOINT/MODEL of the settings,
    hf:REPOSITORY, or the name of the repository that a model of the catalog was published in first,
    such as gpt2.

    Raises `CatalogError` for an unknown id, `ModelFileError` for a path where nothing is, and
    `SettingsError` where the settings are wrong. A file that cannot be read gives an entry all the
    same: its lane tells what is wrong with it.
    """
    model, engine = split_engine(name)
    try:
        entry = _meant(model)
    except CatalogError:
        _check_engine(name)
        raise
    return pinned(entry, engine) if engine else entry


def _check_engine(name: str) -> None:
    """Raise `CatalogError` where all that is wrong is the engine of MODEL@ENGINE."""
    model, _, engine = name.rpartition("@")
    try:
        _meant(model)
    except PlaygroundError:
        return
    raise CatalogError(
        f"{name}: there is no engine {engine!r} that runs model files.",
        f"{suggest(engine, ENGINES)} The engines: {', '.join(ENGINES)}.".strip(),
    )


def _meant(name: str) -> CatalogEntry:
    """The model without the engine."""
    served = find_endpoint(load_settings().endpoints, name) if "/" in name else None
    if served is not None:
        return served
    if name.startswith(HUB_PREFIX):
        return hub_original(name.removeprefix(HUB_PREFIX), load_all())
    path = Path(name)
    with contextlib.suppress(RuntimeError):  # ~ of a user there is none of
        path = path.expanduser()
    if _could_be_a_repository(name) and not _exists(path):
        original = original_of(name, load_all())
        if original is not None:
            return original
    if os.sep not in name and path.suffix.lower() in _SUFFIXES and not _exists(path):
        found = _found_by_name(name)
        if found is not None:
            return found
    if name and (os.sep in name or path.suffix.lower() in _SUFFIXES or _exists(path)):
        return entry_for_path(path)
    bundled = load_bundled()
    folded = name.strip().casefold()
    if any(folded in {entry.id, entry.full_id} for entry in bundled):
        return find(bundled, name)
    entries = load_all()
    try:
        entry = find(entries, name)
    except CatalogError:
        original = original_of(name, entries)
        if original is None:
            raise
        return original
    return entry if entry.runnable else _found_by_name(entry.id) or entry


def everything(settings: Settings, known: Sequence[CatalogEntry] | None = None) -> Everything:
    """The catalog with all that lies in the folders of the settings and in the hub's cache."""
    found = scan(settings.model_folders)
    return Everything(installed(load_all() if known is None else known, found), found)


def _found_by_name(name: str) -> CatalogEntry | None:
    """An installed model of this id that the folders of the settings hold."""
    settings = load_settings()
    if not settings.model_folders:
        return None
    folded = name.casefold()
    entries = everything(settings).entries
    return next((one for one in entries if one.installed and one.id.casefold() == folded), None)


def _could_be_a_repository(name: str) -> bool:
    """ORG/NAME as the hub writes it: one slash, and nothing that begins a path."""
    return name.count("/") == 1 and not name.startswith(("/", ".", "~")) and not name.endswith("/")


def entry_for_path(path: Path) -> CatalogEntry:
    """The entry of a model file; raises `ModelFileError` where there is none."""
    if not _exists(path):
        raise ModelFileError(f"There is no file {path}.", "Check the path.")
    path = path.absolute()
    for entry in load_bundled():
        if entry.path is not None and Path(entry.path) == path:
            return entry
    if (path / "config.json").is_file():
        return folder_original(path)
    try:
        header = read_header(path)
    except ModelFileError:
        return entry_of(path, None)
    return entry_of(path, header)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a folder that may not be searched, a name that cannot be
        return False
