from __future__ import annotations

import hashlib
import json
import os
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.services import paths
from playground.services.files import TomlError, read_toml, sha256_of, toml_text, write_atomic

texts = st.text("\r\n\\'\" \0\x1f\x7fé🎉a", max_size=20) | st.text(max_size=20)
values = texts | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.lists(texts, max_size=3)


@given(st.dictionaries(texts, values, max_size=5))
def test_what_is_written_is_read_back(tables: dict[str, Any]) -> None:
    assert tomllib.loads(toml_text(tables)) == tables


def test_texts_of_several_lines_stay_readable() -> None:
    assert toml_text({"text": "one\ntwo\n"}) == 'text = """\none\ntwo\n"""\n'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a = 1\nb = \n", "is no valid TOML"),
        (b"a = 1\na = 2\n", "is no valid TOML"),
        (b"ok = 1\n\xff", "is no UTF-8 text: byte 7 is 0xff"),
        (b"a = " + b"9" * 5000, "is no valid TOML: Exceeds the limit (4300 digits)"),
        (b"a." * 31 + b"a = 1", "is no valid TOML: a key of over 30 parts"),
        (b'"a".' * 31 + b"a = 1", "is no valid TOML: a key of over 30 parts"),
    ],
)
def test_a_bad_file_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    with pytest.raises(TomlError) as caught:
        read_toml(path)
    assert caught.value.message.startswith(f"{path} {told}")


@pytest.mark.parametrize(
    "text",
    [
        *("1." * 99, "a.b" * 40 + "\n" + "c." * 50, '"a".' * 50, "'''" + "a." * 50),
        *("it's\n" + "a." * 50, '\\"""' + "a." * 50, "# " + "a." * 50, '"' + "a." * 50 + "\n'"),
    ],
)
def test_many_dots_in_a_text_are_no_key(text: str, tmp_path: Path) -> None:
    path = tmp_path / "dots.toml"
    path.write_text("# " + "it's a.b." * 40 + "\n" + toml_text({"text": text, "texts": [text]}))
    assert read_toml(path) == {"text": text, "texts": [text]}
    path.write_text(path.read_text() + "a." * 40 + "a = 1\n")
    with pytest.raises(TomlError, match="a key of over 30 parts"):
        read_toml(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(TomlError, match="cannot be read: No such file"):
        read_toml(tmp_path / "missing.toml")


def test_a_file_is_replaced_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    write_atomic(path, b"one")
    write_atomic(path, b"two")
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_replacement_that_fails_leaves_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_atomic(path, b"one")
    monkeypatch.setattr(os, "fsync", _no_room)
    with pytest.raises(OSError, match="No space"):
        write_atomic(path, b"two")
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def _no_room(_: int) -> None:
    raise OSError(28, "No space left on device")


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_digest_is_remembered_until_the_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"one")
    assert sha256_of(path) == digest(b"one")
    cached = list((paths.cache_folder() / "digests").iterdir())
    assert len(cached) == 1
    kept = json.loads(cached[0].read_text())
    cached[0].write_text(json.dumps({**kept, "sha256": "remembered"}))
    assert sha256_of(path) == "remembered"
    path.write_bytes(b"longer")
    assert sha256_of(path) == digest(b"longer")


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"stamp": 1}', "null"])
def test_a_spoilt_memory_of_digests_only_costs_time(tmp_path: Path, content: str) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"one")
    sha256_of(path)
    cached = next((paths.cache_folder() / "digests").iterdir())
    cached.write_text(content)
    assert sha256_of(path) == digest(b"one")


def test_no_place_for_a_cache_only_costs_time(tmp_path: Path) -> None:
    paths.cache_folder().parent.mkdir(parents=True)
    paths.cache_folder().write_text("in the way")
    (tmp_path / "model").write_bytes(b"one")
    assert sha256_of(tmp_path / "model") == digest(b"one")
