"""Headers that are remembered for as long as their file does not change."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from playground.services.modelfiles import ModelFileError, read_header, reader
from tests.makers import write_llama

HOUR_NS = 3_600 * 10**9


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that are opened, in order; each has been at rest for an hour."""
    found: list[Path] = []
    read, now = reader._read_file, time.time_ns

    def reading(path: Path, size: int) -> object:
        found.append(path)
        return read(path, size)

    monkeypatch.setattr(reader, "_read_file", reading)
    monkeypatch.setattr(time, "time_ns", lambda: now() + HOUR_NS)
    return found


def test_a_file_at_rest_is_read_once(tmp_path: Path, reads: list[Path]) -> None:
    path = write_llama(tmp_path / "a.gguf")
    first = read_header(path)
    assert read_header(path) is first
    assert reads == [path]


def test_a_file_that_changed_is_read_again(tmp_path: Path, reads: list[Path]) -> None:
    path = write_llama(tmp_path / "a.gguf")
    before = len(read_header(path).tensors)
    write_llama(path, layers=5)
    assert len(read_header(path).tensors) > before
    assert reads == [path, path]


def test_a_file_of_the_same_size_and_time_in_its_place_is_read_again(
    tmp_path: Path, reads: list[Path]
) -> None:
    path = write_llama(tmp_path / "a.gguf")
    status = path.stat()
    read_header(path)
    other = tmp_path / "b.gguf"
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)
    read_header(path)
    assert reads == [path, path]


def test_a_file_that_was_just_written_is_not_remembered(tmp_path: Path) -> None:
    path = write_llama(tmp_path / "a.gguf")
    assert read_header(path) is not read_header(path)


def test_what_is_damaged_is_told_each_time(tmp_path: Path, reads: list[Path]) -> None:
    path = write_llama(tmp_path / "a.gguf")
    path.write_bytes(path.read_bytes()[:-1])
    for _ in range(2):
        with pytest.raises(ModelFileError):
            read_header(path)
    assert reads == [path, path]
