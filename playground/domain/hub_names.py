"""Names that a hub gives and that become names of files here: none may lead out of their folder."""

from __future__ import annotations

import re

from playground.domain.hub import RemoteFile

_COMMIT = re.compile(r"[0-9a-f]{40}")
_REPOSITORY = re.compile(r"\w[\w.-]*/\w[\w.-]*", re.ASCII)
_ETAG = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_LONGEST = 200
"""Characters of a revision; a file system takes 255 bytes for one name."""


def is_repository(name: object) -> bool:
    """Whether it is OWNER/NAME as the hub writes it."""
    return isinstance(name, str) and _REPOSITORY.fullmatch(name) is not None


def is_commit(name: object) -> bool:
    """Whether it is a commit by all its 40 digits."""
    return isinstance(name, str) and _COMMIT.fullmatch(name) is not None


def is_revision(name: object) -> bool:
    """Whether it can be a branch, a tag or a commit, and the name of a file below refs."""
    return isinstance(name, str) and len(name) <= _LONGEST and is_inside(name) and _printable(name)


def is_inside(name: object) -> bool:
    """Whether it is the path of a file inside a folder, with slashes."""
    if not isinstance(name, str) or "\0" in name or "\\" in name:
        return False
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:  # lone surrogates
        return False
    return not {"", ".", ".."} & set(name.split("/"))


def is_fetchable(file: RemoteFile) -> bool:
    """Whether a file has a size, a hash and a name that can be used here."""
    whole = type(file.size) is int and 0 <= file.size < 2**63
    hashes = [one for one in (file.sha256, file.git_sha1) if one is not None]
    known = all(isinstance(one, str) and _ETAG.fullmatch(one) for one in hashes)
    return whole and bool(hashes) and known and is_inside(file.name)


def _printable(name: str) -> bool:
    return name.isprintable() and " " not in name and "~" not in name
