"""What the hub answers, through the real service and its library."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.fuzz.answering import answering, response
from tests.fuzz.changes.answers import json_answer
from tests.fuzz.kind import ACCEPTED, Kind, Read, Tried
from tests.services.hub.stored import Stored, sibling

REPO = "someone/Demo-GGUF"
_FILES = {
    "demo.Q4_0.gguf": b"GGUF" + bytes(50),
    "demo.Q8_0.gguf": b"GGUF" + bytes(90),
    "README.md": b"# Demo\n",
    "deep/LICENSE": b"free\n",
}


def described(files: Mapping[str, bytes] | None = None) -> dict[str, Any]:
    """What the hub says of a repository."""
    stored = Stored(dict(files or _FILES), small=frozenset({"README.md", "deep/LICENSE"}))
    return {
        "_id": "1",
        "id": REPO,
        "sha": stored.commit,
        "gated": False,
        "private": False,
        "downloads": 7,
        "likes": 1,
        "lastModified": "2024-02-29T12:00:00.000Z",
        "tags": ["gguf", "license:apache-2.0"],
        "cardData": {"license": "other", "license_name": "apache-2.0", "language": ["en"]},
        "gguf": {"total": 1_267_072, "architecture": "llama"},
        "siblings": [sibling(stored, name) for name in stored.files],
    }


def _reading(ask: Callable[[Any], object]) -> Callable[[], Any]:
    @contextmanager
    def reading() -> Iterator[Read]:
        from playground.services.hub.api import Hub

        with answering() as server:
            hub = Hub(server.url)

            def read(path: Path) -> Tried:
                server.answer = path.read_bytes()
                ask(hub)
                return ACCEPTED

            yield read

    return reading


def _search(hub: Any) -> None:
    for one in hub.search("demo"):
        assert isinstance(one.repo, str)
        assert one.license is None or isinstance(one.license, str)
        assert isinstance(one.downloads, int)
        assert isinstance(one.likes, int)
        assert one.architecture is None or isinstance(one.architecture, str)


def _pull(hub: Any) -> None:
    from playground.services.hub import cache, targets, unfinished

    pull = targets.look_up(hub, f"{REPO}:demo.Q4_0.gguf")
    unfinished.remember(pull)
    assert unfinished.recall(pull) == pull
    unfinished.forget(pull)
    root = cache.repository_folder(pull.repo).resolve()
    for file in pull.everything:
        assert (root / "snapshots" / pull.commit / file.name).resolve().is_relative_to(root)
        assert cache.blob(pull.repo, file).parent == cache.repository_folder(REPO) / "blobs"


KINDS = (
    Kind(
        "hub-search",
        ".http",
        lambda: {"two": response(json.dumps([described(), {"id": "a/b"}]).encode())},
        json_answer,
        _reading(_search),
        (),
    ),
    Kind(
        "hub-repository",
        ".http",
        lambda: {"whole": response(json.dumps(described()).encode())},
        json_answer,
        _reading(_pull),
        (),
    ),
)
