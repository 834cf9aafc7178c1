from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from playground.services.sessions import SessionError, SessionStore, open_session
from playground.services.settings import Settings
from playground.ui.desk import Desk
from tests.services.records import answer, ask, record


def test_a_session_is_not_let_go_of_while_something_of_it_is_not_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = SessionStore(tmp_path / "other.toml")
    record(other, ask("other"), answer("there"))
    other.close()
    first = tmp_path / "first.toml"
    desk = Desk(Settings(), session=first)
    request = ask("first")
    desk.store.start_run(request)

    def no_room(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", no_room)
        with pytest.raises(SessionError, match="No space left"):
            desk.store.end_lane(request.lanes[0], answer("kept"))
        with pytest.raises(SessionError, match="No space left"):
            desk.go_on_with(other.path)
    assert desk.store.path == first
    assert desk.store.waiting
    desk.go_on_with(other.path)
    assert desk.store.path == other.path
    assert [lane.text for lane in open_session(first).runs[0].lanes] == ["kept"]
    assert asyncio.run(desk.close()) is None
