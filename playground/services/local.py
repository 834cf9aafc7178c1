"""Model files named by their path: an entry made from what the file's own header says."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from playground.domain.catalog import CatalogEntry, CatalogError, find
from playground.domain.headers import ModelHeader
from playground.domain.templates import detect
from playground.services.catalog import load_all, load_bundled, load_templates
from playground.services.endpoints import find_endpoint
from playground.services.modelfiles import ModelFileError, check, read_header
from playground.services.originals import (
    HUB_PREFIX,
    folder_original,
    hub_original,
    original_of,
)
from playground.services.settings import load_settings

_SUFFIXES = {".gguf", ".bin", ".ggml"}


def resolve(name: str) -> CatalogEntry:
    """The model a person means.

    That is a catalog id, a path, ENDPOINT/MODEL of the settings, hf:REPOSITORY, or the name of the
    repository that a model of the catalog was published in first, such as gpt2.

    Raises `CatalogError` for an unknown id, `ModelFileError` for a path where nothing is, and
    `SettingsError` where the settings are wrong. A file that cannot be read gives an entry all the
    same: its lane tells what is wrong with it.
    """
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
    if name and (os.sep in name or path.suffix.lower() in _SUFFIXES or _exists(path)):
        return entry_for_path(path)
    bundled = load_bundled()
    folded = name.strip().casefold()
    if any(folded in {entry.id, entry.full_id} for entry in bundled):
        return find(bundled, name)
    entries = load_all()
    try:
        return find(entries, name)
    except CatalogError:
        original = original_of(name, entries)
        if original is None:
            raise
        return original


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
    if path.is_dir():
        return folder_original(path)
    try:
        header = read_header(path)
    except ModelFileError:
        return _entry(path, None)
    return _entry(path, header)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a folder that may not be searched, a name that cannot be
        return False


def _entry(path: Path, header: ModelHeader | None) -> CatalogEntry:
    template = "raw"
    if header is not None and header.chat_template:
        found = detect(tuple(load_templates().values()), header.chat_template)
        template = found.name if found else "raw"
    container = header.container if header else "gguf"
    return CatalogEntry(
        id=path.name,
        model=path.name,
        tag="",
        name=(header.name if header else None) or path.stem,
        family="local files",
        architecture=header.architecture if header else "unknown",
        model_type=header.model_type if header else "gguf",
        format=container if container in {"ggml", "ggjt", "ggcc"} else "gguf",  # type: ignore[arg-type]
        quantisation=header.quantisation if header else "",
        parameters=header.parameters if header else None,
        size_bytes=header.size_bytes if header else None,
        context_length=header.context_length if header else None,
        license=(header.license if header else None) or "unknown",
        template=template,
        engines=("ctransformers",) if header and check(header).runs else (),
        bundled=False,
        path=str(path),
        repo=None,
        file=path.name,
    )
