"""From what a person types to what is to be fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from playground.domain.catalog import CatalogEntry, CatalogError, find
from playground.domain.hub import (
    HubError,
    Pull,
    RemoteFile,
    Repository,
    choose,
    original_files,
    papers,
    part_names,
)
from playground.services.catalog import load_all
from playground.services.hub import cache
from playground.services.hub.api import Hub
from playground.services.local import resolve
from playground.services.originals import HUB_PREFIX, hub_original, original_of

_ADDRESS = re.compile(r"(?:https?://)?(?:huggingface\.co|hf\.co)/", re.IGNORECASE)
_BEHIND = re.compile(r"/(?:blob|resolve)/(?P<revision>[^/]+)/(?P<file>[^?]+)(?:\?.*)?")
_VAGUE = frozenset({"other", "unknown"})


def look_up(hub: Hub, text: str) -> Pull:
    """What a model of the catalog, REPO, REPO:FILE, hf:REPO or a page's address means now.

    Asks the hub, so it blocks. Raises `CatalogError` for an unknown model and `HubError`.
    """
    place = _ADDRESS.sub("", text.strip())
    original = _original(place)
    if original is not None:
        return _pull_original(hub.repository(original), original)
    if "/" not in place:
        return look_up_entry(hub, find(load_all(), place))
    repo, wanted, revision = _parted(place)
    repository = hub.repository(repo, revision)
    file = choose(repository, wanted)
    entry = next(
        (one for one in load_all() if one.repo == repository.id and one.file == file.name), None
    )
    return _pull(repository, file, entry)


def installed(text: str) -> Path | None:
    """Where the model lies that a person means, without asking the hub; None where it does not.

    Raises `CatalogError` for an unknown model.
    """
    place = _ADDRESS.sub("", text.strip())
    original = _original(place)
    if original is not None:
        return cache.find_original(original)
    if "/" not in place:
        entry = find(load_all(), place)
        # Resolving looks through the folders of the settings as well.
        path = entry.path or resolve(entry.id).path
        return Path(path) if path is not None else None
    repo, wanted, revision = _parted(place)
    if wanted is None:
        return None
    return cache.find(repo, part_names(wanted), revision)


def look_up_entry(hub: Hub, entry: CatalogEntry) -> Pull:
    """What the hub has for an entry of the catalog; blocks, raises `HubError`."""
    if entry.repo is None:
        hint = f"Get it from {entry.url}." if entry.url else "Its file is named in the catalog."
        raise HubError("repository", f"{entry.id} is in no repository of the hub.", hint)
    repository = hub.repository(entry.repo, entry.revision)
    return _pull(repository, choose(repository, entry.file), entry)


def _original(place: str) -> str | None:
    """The repository of hf:REPO, or of a name such as gpt2 that only an original has."""
    if place.startswith(HUB_PREFIX):
        return place.removeprefix(HUB_PREFIX)
    if "/" in place:
        return None
    entries = load_all()
    try:
        find(entries, place)
    except CatalogError:
        known = original_of(place, entries)
        return known.repo if known is not None else None
    return None


def _pull_original(repository: Repository, repo: str) -> Pull:
    twin = hub_original(repo, load_all())
    files = original_files(repository)
    return Pull(
        repo=repository.id,
        revision=repository.revision,
        commit=repository.commit,
        files=files,
        licenses=_licenses(twin.license, repository.license),
        papers=papers(one for one in repository.files if one not in files),
        original=True,
    )


def _parted(place: str) -> tuple[str, str | None, str | None]:
    """Repository, file and revision of REPO, REPO:FILE, or what follows the host in an address."""
    owner, _, rest = place.partition("/")
    name, slash, behind = rest.partition("/")
    match = _BEHIND.fullmatch(slash + behind)
    if match is not None:
        return f"{owner}/{name}", match["file"], match["revision"]
    repo, _, wanted = place.partition(":")
    return repo.rstrip("/"), wanted or None, None


def _pull(repository: Repository, file: RemoteFile, entry: CatalogEntry | None) -> Pull:
    by_name = {one.name: one for one in repository.files}
    names = [*part_names(file.name), *(entry.parts if entry is not None else ())]
    missing = [name for name in names if name not in by_name]
    if missing:
        raise HubError(
            "file",
            f"{missing[0]}, a part of {file.name}, is not in {repository.id}.",
            "Without every part the model cannot run: choose another file.",
        )
    return Pull(
        repo=repository.id,
        revision=repository.revision,
        commit=repository.commit,
        files=tuple(by_name[name] for name in dict.fromkeys(names)),
        model=entry.id if entry is not None else None,
        licenses=_licenses(entry.license if entry is not None else None, repository.license),
        papers=papers(one for one in repository.files if one.name not in names),
    )


def _licenses(ours: str | None, theirs: str | None) -> tuple[str, ...]:
    """Every licence that is named, each once; "other" says nothing beside one with a name."""
    named: Sequence[str] = [one for one in (ours, theirs) if one]
    clear = [one for one in named if one not in _VAGUE]
    return tuple(dict.fromkeys(clear or named)) or ("unknown",)
