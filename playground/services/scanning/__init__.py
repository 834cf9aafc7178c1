"""Models that lie on this machine: in folders of the settings, and in the hub's cache.

Only headers are read, and those of unchanged files once. A file that the catalog knows by its name
makes that entry an installed one; every other gets an entry of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from playground.domain.catalog import CatalogEntry, ordered
from playground.services.scanning.index import HeaderIndex
from playground.services.scanning.walking import Seen, seen_in, seen_in_hub

__all__ = ["Scan", "installed", "scan"]


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found."""

    entries: tuple[CatalogEntry, ...]
    """One per model file, as its header tells, in the order of the folders."""
    problems: tuple[str, ...]
    """Files that are named like a model and hold none that can be read, in words for people."""
    fresh: int
    """How many headers had to be read."""


def scan(folders: Iterable[str], *, progress: Callable[[int], None] = lambda _: None) -> Scan:
    """Look through the folders (~ is the home folder) and the hub's cache.

    `progress` is told how many files were looked at. A folder that is not there is a problem.
    """
    index = HeaderIndex()
    entries: list[CatalogEntry] = []
    places = [Path(folder).expanduser() for folder in folders]
    problems = [f"{place}: there is no such folder." for place in places if not place.is_dir()]
    files: Iterable[Seen] = [*seen_in(places), *seen_in_hub()]
    for count, seen in enumerate(files, 1):
        found = index.entry(seen)
        if isinstance(found, str):
            if not seen.path.endswith(".bin"):  # many programs call their files so
                problems.append(found)
        else:
            entries.append(found)
        progress(count)
    index.save()
    return Scan(tuple(entries), tuple(problems), index.fresh)


def installed(catalog: Sequence[CatalogEntry], found: Scan) -> tuple[CatalogEntry, ...]:
    """The catalog with the paths of what was found in it, and entries for all the rest.

    A name counts only where it is that of one file of the catalog: many are called model.bin.
    """
    known = {entry.path for entry in catalog if entry.path}
    by_name: dict[str, list[int]] = {}
    for at, entry in enumerate(catalog):
        by_name.setdefault(Path(entry.file).name.casefold(), []).append(at)
    merged, strangers = list(catalog), []
    for entry in found.entries:
        if entry.path in known:
            continue
        places = by_name.get(entry.file.casefold(), [])
        twin = merged[places[0]] if len(places) == 1 else None
        if twin is not None and not twin.installed and not twin.parts and _alike(twin, entry):
            merged[places[0]] = replace(twin, path=entry.path, size_bytes=entry.size_bytes)
        else:
            strangers.append(entry)
    return ordered([*merged, *strangers])


def _alike(known: CatalogEntry, found: CatalogEntry) -> bool:
    """Whether what the header says does not contradict the catalog."""
    return "unknown" in {known.architecture, found.architecture} or (
        known.architecture.replace("_", "").replace("-", "")
        == found.architecture.replace("_", "").replace("-", "")
    )
