"""Where things are kept: whether they can be written, and how much room there is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.doctor.finding import Finding
from playground.services.hub import cache
from playground.services.settings import load_settings

_LITTLE = 1_000_000_000
_MODEL = 5_000_000_000
"""Bytes of a file of seven billion parameters at four bits, and some more."""
_FOLDERS = (
    ("settings", paths.config_folder, "XDG_CONFIG_HOME"),
    ("sessions", paths.sessions_folder, "XDG_DATA_HOME"),
    ("cache", paths.cache_folder, "XDG_CACHE_HOME"),
    ("models", cache.folder, "HF_HUB_CACHE"),
)


def folders() -> Iterator[Finding]:
    """Those that llmplay writes in, and those that it searches for models."""
    for name, folder, variable in _FOLDERS:
        yield _written(name, folder(), variable)
    try:
        searched = load_settings().model_folders
    except PlaygroundError:
        return  # told with the files
    for number, text in enumerate(searched, 1):
        if not Path(text).expanduser().is_dir():
            # By its number: the report of a fault is not to say where a person's things lie.
            told = f"number {number} of {len(searched)} is no folder, and is searched for models."
            advice = f"Make it, or mend model_folders in {paths.shown(paths.settings_file())}."
            yield Finding("folders", "model_folders", "problem", told, advice)


def _written(name: str, path: Path, variable: str) -> Finding:
    there = next(one for one in (path, *path.parents) if one.exists())
    shown = paths.shown(path)
    try:
        # Tried, not asked: to root and on read-only disks permissions say nothing.
        with tempfile.TemporaryFile(dir=there):
            free = shutil.disk_usage(there).free
    except OSError as error:
        told = f"{shown} cannot be written: {paths.shown(there)}: {error.strerror or error}."
        advice = f"Look at: ls -ld {there}; or let {variable} name another folder."
        return Finding("folders", name, "problem", told, advice)
    told = f"{shown}, {free / 1e9:,.1f} GB free"
    if free < _LITTLE:
        advice = "Make room: answers and downloads will fail for want of it."
        return Finding("folders", name, "problem", told, advice)
    if name == "models" and free < _MODEL:
        advice = "A model of seven billion parameters takes about 4 GB; make room before you pull."
        return Finding("folders", name, "note", told, advice)
    return Finding("folders", name, "ok", told)
