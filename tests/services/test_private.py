"""What is written is nobody else's business."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.services import paths
from playground.services.sessions.changing import delete
from playground.services.setting_lines import keep_setting
from tests.cli.program import QUICK, llmplay


@pytest.fixture(autouse=True)
def _open_to_all() -> Iterator[None]:
    before = os.umask(0o000)
    yield
    os.umask(before)


def test_settings_sessions_and_their_folders_are_private(home: Path) -> None:
    keep_setting("theme", "paper")
    session = paths.sessions_folder() / "mine.toml"
    ended = llmplay("run", "-m", "demo-llama", "-p", "Hello", "--session", session, *QUICK)
    assert ended.code == 0, ended.err
    delete(session)
    for top in (paths.config_folder(), paths.data_folder(), paths.state_folder()):
        for one in (top, *top.rglob("*")) if top.exists() else ():
            wanted = 0o700 if one.is_dir() else 0o600
            assert one.stat().st_mode & 0o777 == wanted, one
    assert paths.settings_file().is_file()
    assert (home / ".config").stat().st_mode & 0o777 == 0o777  # it is not ours
