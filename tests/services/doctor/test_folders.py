"""Folders that cannot be written, full disks, missing folders, sessions that others can read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from playground.services import paths
from tests.mounts import can_mount, read_only, tiny
from tests.services.doctor.examining import examine

_mounts = pytest.mark.skipif(not can_mount(), reason="only root may mount folders")


def test_a_home_in_order(home: Path) -> None:
    found = examine("folders")
    assert {name: one.level for name, one in found.items()} == dict.fromkeys(
        ("settings", "sessions", "cache", "models"), "ok"
    )
    assert found["models"].told.startswith("~/.cache/huggingface/hub, ")
    assert list(home.iterdir()) == []


def test_a_file_where_a_folder_should_be(home: Path) -> None:
    (home / ".local").write_text("")
    found = examine("folders")["sessions"]
    assert (found.level, "cannot be written" in found.told) == ("problem", True)
    assert "XDG_DATA_HOME" in found.advice


@_mounts
def test_a_read_only_disk(home: Path) -> None:
    found = examine("folders", before=read_only(home))
    assert {one.level for one in found.values()} == {"problem"}
    assert "Read-only file system" in found["settings"].told


@_mounts
def test_a_disk_with_little_room(home: Path) -> None:
    hub = home / "hub"
    hub.mkdir()
    found = examine("folders", before=tiny(hub), env={"HF_HUB_CACHE": str(hub)})["models"]
    assert (found.level, "0.0 GB free" in found.told) == ("problem", True)


def test_a_folder_of_models_that_is_gone() -> None:
    paths.config_folder().mkdir(parents=True)
    paths.settings_file().write_text('model_folders = ["~/gone"]\n', encoding="utf-8")
    found = examine("folders")["model_folders"]
    assert (found.level, found.told.startswith("number 1 of 1 is no folder")) == ("problem", True)
    assert "gone" not in found.told + found.advice
    assert "settings.toml" in found.advice


def test_sessions_that_others_can_read() -> None:
    folder = paths.sessions_folder()
    folder.mkdir(parents=True, mode=0o700)
    for name, mode in (("one", 0o644), ("two", 0o600)):
        (folder / f"{name}.toml").write_text("schema = 1\n")
        (folder / f"{name}.toml").chmod(mode)
    found = examine("files")["sessions"]
    assert (found.level, found.told) == (
        "note",
        "1 of 2 sessions can be read by others on this machine.",
    )
    assert found.advice == f"chmod 600 {folder}/*.toml"
    folder.chmod(0o755)
    assert examine("files")["sessions"].advice.startswith(f"chmod 700 {folder} && chmod 600")
    assert os.system(examine("files")["sessions"].advice) == 0
    assert examine("files")["sessions"].level == "ok"
