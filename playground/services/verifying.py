"""Whether a model file is what it claims to be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from playground.domain.catalog import CatalogEntry
from playground.domain.hub import HubError
from playground.services.files import digest_of
from playground.services.hub.api import Hub
from playground.services.modelfiles import read_header

Outcome: TypeAlias = Literal["same", "different", "unknown"]

_DIGEST_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Verification:
    """What was compared."""

    outcome: Outcome
    sha256: str
    """Of the file as it is now."""
    expected: str
    """What it should be; empty where nobody says."""
    source: str
    """Who says so, or why nobody does, in words for people."""


def verify(entry: CatalogEntry, *, hub: Hub | None = None) -> Verification:
    """Read the whole file and compare its SHA-256 with what the hub says of it.

    The hub's cache names contents by their digest, so that files in it are checked offline; for
    others `hub` is asked, if there is one. Raises `ModelFileError` where the header is damaged or
    the file is cut off, `OSError` where it cannot be read.
    """
    assert entry.path is not None
    path = Path(entry.path)
    read_header(path)
    digest = digest_of(path)  # not a remembered one: disks forget
    expected, source = _expected(entry, path, hub)
    if not expected:
        return Verification("unknown", digest, "", source)
    outcome: Outcome = "same" if expected == digest else "different"
    return Verification(outcome, digest, expected, source)


def _expected(entry: CatalogEntry, path: Path, hub: Hub | None) -> tuple[str, str]:
    content = path.resolve().name
    if path.is_symlink() and len(content) == _DIGEST_LENGTH:
        return content, "the hub's cache, which names it by its digest"
    if entry.repo is None:
        return "", "no source names the digest of this file"
    if hub is None:
        return "", "the hub was not asked"
    try:
        files = hub.repository(entry.repo, entry.revision).files
    except HubError as error:
        return "", f"the hub does not say: {error.message}"
    known = next((file.sha256 for file in files if file.name == entry.file), None)
    return (known, f"the hub, {entry.repo}") if known else ("", f"{entry.repo} does not say")
