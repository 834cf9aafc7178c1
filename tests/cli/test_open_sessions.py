"""`--session` with a session that another llmplay has open."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.services.sessions import SessionStore, open_session
from tests.cli.program import QUICK, llmplay
from tests.services.records import answer, ask, record


@pytest.mark.parametrize("choice", ["", "fail", "copy", "read-only"])
def test_a_session_that_is_open_elsewhere(tmp_path: Path, choice: str) -> None:
    path = tmp_path / "mine.toml"
    store = SessionStore(path)
    record(store, ask("before"), answer("a"), answer("b"))
    before = path.read_bytes()
    options = ("--if-open", choice) if choice else ()
    ended = llmplay("run", "-m", "demo-gpt2", "-p", "x", "--session", path, *options, *QUICK)
    assert path.read_bytes() == before
    assert "is open in another llmplay" in ended.err
    assert ended.code == (0 if choice in {"copy", "read-only"} else 2)
    copies = [one for one in tmp_path.glob("*.toml") if one != path]
    prompts = [[run.prompt for run in open_session(copy).runs] for copy in copies]
    assert prompts == ([["before", "x"]] if choice == "copy" else [])
    store.close()
