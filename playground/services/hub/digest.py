"""Checking a file against what the hub says its content is."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from playground.domain.hub import RemoteFile

_PIECE = 2**22


class Digest:
    """Grows with the file: SHA-256, or the git blob id of small files the hub keeps in git.

    A git blob id is the SHA-1 of "blob", the size and the content (git-scm.com/book, chapter 10.2).
    """

    def __init__(self, file: RemoteFile) -> None:
        """Nothing of the file was seen yet."""
        self._wanted = file.etag
        if file.sha256 is not None:
            self._hash = hashlib.sha256()
        else:
            self._hash = hashlib.sha1(f"blob {file.size}\0".encode(), usedforsecurity=False)

    def update(self, data: bytes | memoryview) -> None:
        """More of the file."""
        self._hash.update(data)

    def read(self, file: BinaryIO, count: int) -> None:
        """So many bytes of a file from where it stands."""
        while count > 0:
            piece = file.read(min(count, _PIECE))
            if not piece:
                return
            self._hash.update(piece)
            count -= len(piece)

    @property
    def found(self) -> str:
        """Of what was seen, hexadecimal."""
        return self._hash.hexdigest()

    @property
    def right(self) -> bool:
        """Whether what was seen is the file."""
        return self.found == self._wanted
