from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from playground.domain.hub import HubError, Pull, RemoteFile
from playground.services.hub import cache

_LIBRARY = "from huggingface_hub import constants; print(constants.HF_HUB_CACHE)"


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"XDG_CACHE_HOME": "/x/cache"},
        {"HF_HOME": "~/hf"},
        {"HF_HUB_CACHE": "/y/$USER/hub", "USER": "me"},
        {"HUGGINGFACE_HUB_CACHE": "/old", "HF_HOME": "/z"},
    ],
    ids=json.dumps,
)
def test_the_cache_lies_where_the_library_has_it(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CACHE_HOME", "HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    done = subprocess.run(
        [sys.executable, "-c", _LIBRARY], capture_output=True, text=True, check=True
    )
    assert str(cache.folder()) == done.stdout.strip()


def snapshot(repo: str, commit: str, *names: str) -> Path:
    folder = cache.repository_folder(repo) / "snapshots" / commit
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return folder


def test_a_file_is_found_in_the_snapshot_of_the_branch_first() -> None:
    old, new = snapshot("a/b", "0" * 40, "m.gguf"), snapshot("a/b", "1" * 40, "m.gguf")
    assert cache.find("a/b", ["m.gguf"]) == old / "m.gguf"
    refs = cache.repository_folder("a/b") / "refs"
    refs.mkdir()
    (refs / "main").write_text("1" * 40)
    assert cache.find("a/b", ["m.gguf"]) == new / "m.gguf"
    assert cache.find("a/b", ["m.gguf"], "0" * 40) == old / "m.gguf"
    assert cache.find("a/b", ["m.gguf"], "v2") is None
    assert cache.find("a/b", ["other.gguf"]) is None
    assert cache.find("a/none", ["m.gguf"]) is None


def test_a_model_is_found_only_with_all_its_parts_in_one_snapshot() -> None:
    snapshot("a/b", "0" * 40, "m-1.gguf")
    snapshot("a/b", "1" * 40, "m-2.gguf")
    assert cache.find("a/b", ["m-1.gguf", "m-2.gguf"]) is None
    whole = snapshot("a/b", "2" * 40, "m-1.gguf", "m-2.gguf")
    assert cache.find("a/b", ["m-1.gguf", "m-2.gguf"]) == whole / "m-1.gguf"


_FILE = RemoteFile("m.gguf", 1, "0" * 64)
_PULL = Pull("a/b", "main", "0" * 40, (_FILE,))


@pytest.mark.parametrize(
    "wrong",
    [
        *(replace(_PULL, revision=revision) for revision in ("..", "../..", "/x", "a/../b", "")),
        *(replace(_PULL, commit=commit) for commit in ("..", "../" * 12 + "x", "main")),
        *(replace(_PULL, repo=repo) for repo in ("../..", "a/..", "/a", "a")),
        *(
            replace(_PULL, files=(replace(_FILE, name=name),))
            for name in ("../m.gguf", "/m.gguf", "a/../../m.gguf", "a\0b", "..\\m.gguf", "..")
        ),
        replace(_PULL, files=(replace(_FILE, sha256="../x"),)),
    ],
    ids=str,
)
def test_names_that_lead_elsewhere_are_not_published(wrong: Pull, home: Path) -> None:
    with pytest.raises(HubError, match="can be no name in the cache") as raised:
        cache.publish(wrong)
    assert raised.value.hint
    assert list(home.iterdir()) == []


def test_a_link_to_nothing_is_no_model() -> None:
    folder = snapshot("a/b", "0" * 40)
    folder.mkdir(parents=True)
    (folder / "m.gguf").symlink_to("../../blobs/gone")
    assert cache.find("a/b", ["m.gguf"]) is None
