"""What is written is nobody else's business."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.domain.comparison import compare
from playground.domain.endpoints import EndpointSettings
from playground.domain.hub import Pull, RemoteFile
from playground.services import acceptance, paths
from playground.services.doctor.report import write_report
from playground.services.endpoints.trust import trust
from playground.services.exports import write_export
from playground.services.files import sha256_of
from playground.services.hub import unfinished
from playground.services.recent import remember
from playground.services.scanning import scan
from playground.services.sessions import SessionStore, open_session
from playground.services.sessions.changing import delete, duplicate
from playground.services.sessions.merging import merge
from playground.services.sessions.recovering import recover
from playground.services.sessions.summaries import listing
from playground.services.setting_lines import keep_setting
from playground.services.tasks import making
from playground.services.texts import save_text
from tests.cli.program import QUICK, llmplay
from tests.makers import write_llama
from tests.services.records import answer, ask, record


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


def _modes(top: Path) -> set[tuple[str, int]]:
    """What others may do with the files and the folders, wherever that is anything at all."""
    every = (top, *top.rglob("*"))
    return {(str(one), one.stat().st_mode & 0o077) for one in every if one.stat().st_mode & 0o077}


def test_whatever_the_program_writes_for_itself_is_private(home: Path, tmp_path: Path) -> None:
    pull = Pull("a/b", "main", "0" * 40, (RemoteFile("m.gguf", 1, "0" * 64),), licenses=("llama2",))
    acceptance.accept(pull, acceptance.unaccepted(pull))
    trust(EndpointSettings("cluster", "http://10.0.0.5:8000/v1"))
    remember(["demo-llama"])
    unfinished.remember(pull)
    making.new_task("mine")
    write_llama(tmp_path / "tiny.gguf")
    sha256_of(tmp_path / "tiny.gguf")
    scan([str(tmp_path)])
    store = SessionStore()
    record(store, ask("hello"), answer("hi"), answer("ho"))
    store.close()
    listing()
    with store.path.open("ab") as file:
        file.write(b"[[runs]]\nrun = ")  # a power loss
    SessionStore(store.path).close()
    duplicate(store.path)
    recover(store.path, store.path.with_name("recovered.toml"))
    merge([store.path, store.path.with_name("recovered.toml")], store.path.with_name("both.toml"))
    tops = (
        paths.config_folder(),
        paths.data_folder(),
        paths.cache_folder(),
        paths.state_folder(),
    )
    written = {one.name for top in tops for one in top.rglob("*") if one.is_file()}
    assert {"acceptances.toml", "trusted-endpoints.toml", "recent.json", "mine.jsonl"} <= written
    assert {"model-index.json", "sessions.json", "recovered.toml", "both.toml"} <= written
    assert any(name.endswith(".torn") for name in written)
    assert [_modes(top) for top in tops] == [set()] * 4


def test_texts_reports_and_evaluations_are_private_wherever_they_lie(tmp_path: Path) -> None:
    save_text(tmp_path / "answer.txt", "an answer")
    write_report(tmp_path / "report.zip", [])
    evaluation = ("eval", "qa-demo", "-m", "demo-gpt2", "--limit", "2", "--out")
    ended = llmplay(*evaluation, tmp_path / "evaluation")
    assert ended.code == 0, ended.err
    files = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert {"answer.txt", "report.zip", "findings.md", "findings.html"} <= {
        one.name for one in files
    }
    assert {one.name: one.stat().st_mode & 0o777 for one in files} == {
        one.name: 0o600 for one in files
    }


def test_an_export_is_as_open_as_the_person_has_new_files(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "session.toml")
    record(store, ask("hello"), answer("hi"), answer("ho"))
    store.close()
    for umask, mode in ((0o077, 0o600), (0o022, 0o644)):
        os.umask(umask)
        target = tmp_path / f"{umask}.md"
        write_export(compare(open_session(store.path)), "markdown", target)
        assert target.stat().st_mode & 0o777 == mode
