"""What the hub of the tests holds, what it was asked, and what goes wrong with it."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Stored:
    """A repository of the server."""

    files: dict[str, bytes]
    license: str | None = "apache-2.0"
    card: dict[str, Any] = field(default_factory=dict)
    gated: str | bool = False
    granted: frozenset[str] = frozenset()
    """Tokens that may read it."""
    private: bool = False
    small: frozenset[str] = frozenset()
    """Files kept in git itself, without LFS."""
    gguf: dict[str, Any] = field(default_factory=dict)
    downloads: int = 0

    @property
    def commit(self) -> str:
        """Changes with the content."""
        digest = hashlib.sha1(usedforsecurity=False)
        for name, data in sorted(self.files.items()):
            digest.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that came."""

    server: str
    """"hub" or "content"."""
    method: str
    path: str
    headers: Mapping[str, str]

    @property
    def start(self) -> int | None:
        """The first byte that was asked for; None without a range."""
        match = re.match(r"bytes=(\d+)-", self.headers.get("range", ""))
        return int(match[1]) if match else None


@dataclass(slots=True)
class Faults:
    """What goes wrong; each list is used up from its front, one item a request for content."""

    drop_after: list[int] = field(default_factory=list)
    """Bytes of the body after which the line drops."""
    statuses: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Answered instead of content."""
    api_statuses: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Answered instead of what a question to the hub would get."""
    ignore_ranges: bool = False
    corrupt: int = 0
    """So many times one byte is another."""
    at_byte: tuple[int, Callable[[int], None]] | None = None
    """What to call, with the count, once so many bytes of an answer with content were sent."""
    hold: threading.Event | None = None
    """Content waits for it."""


def sibling(stored: Stored, name: str) -> dict[str, Any]:
    """How the hub lists a file."""
    data = stored.files[name]
    blob = hashlib.sha1(f"blob {len(data)}\0".encode() + data, usedforsecurity=False).hexdigest()
    found: dict[str, Any] = {"rfilename": name, "size": len(data), "blobId": blob}
    if name not in stored.small:
        sha256 = hashlib.sha256(data).hexdigest()
        found["lfs"] = {"sha256": sha256, "size": len(data), "pointerSize": 134}
    return found
