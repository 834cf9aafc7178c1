from __future__ import annotations

import os
from pathlib import Path

import pytest

from playground.services.prompt_files import (
    LARGEST_BYTES,
    PromptFileError,
    names_like,
    path_of,
    read_prompt_file,
)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"one\ntwo\n", "one\ntwo"),
        (b"one\r\n", "one"),
        (b"one\n\n", "one\n"),
        (b"", ""),
        ("\ufeff世界\x00".encode(), "\ufeff世界\x00"),
    ],
)
def test_the_text_is_that_of_the_file_without_its_last_line_end(
    tmp_path: Path, data: bytes, text: str
) -> None:
    path = tmp_path / "prompt.txt"
    path.write_bytes(data)
    assert read_prompt_file(path) == text


def test_a_byte_that_is_no_text_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes(b"caf\xe9!")
    with pytest.raises(PromptFileError, match=r"latin\.txt.*byte 3 is 0xe9"):
        read_prompt_file(path)


def test_what_is_no_file_is_refused_with_its_reason(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    for path, reason in (
        (tmp_path, "is a folder"),
        (pipe, "no ordinary file"),
        (large, "16,777,217 bytes"),
        (tmp_path / "none", "No such file"),
        (Path("nul\0byte"), "cannot be read"),
    ):
        with pytest.raises(PromptFileError, match=reason):
            read_prompt_file(path)


def test_home_is_understood(home: Path) -> None:
    assert path_of("~/notes.txt") == home / "notes.txt"
    assert path_of("~nobody-of-this-name/x") == Path("~nobody-of-this-name/x")


def test_names_go_on_from_what_was_typed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "notes").mkdir(parents=True)
    (home / "notes.txt").touch()
    (home / ".hidden").touch()
    (home / "other").touch()
    os.mkfifo(home / "notepipe")
    monkeypatch.chdir(home)
    assert names_like("note") == ("notes/", "notes.txt")
    assert names_like("~/no") == ("~/notes/", "~/notes.txt")
    assert names_like(f"{home}/o") == (f"{home}/other",)
    assert names_like(".h") == (".hidden",)
    assert names_like("./n") == ("./notes/", "./notes.txt")
    assert names_like("none/such") == ()
    assert names_like("nul\0/") == ()
