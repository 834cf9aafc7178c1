"""`llmplay doctor` on installations that are whole and on broken ones."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from playground.services import paths
from tests.cli.program import llmplay

SECRET = "hf_" + "s" * 30
_TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


def examined(*arguments: str | Path, code: int, **environment: str) -> list[dict[str, Any]]:
    ended = llmplay("doctor", "--format", "json", *arguments, env=_TERMINAL | environment)
    assert ended.code == code, ended.out + ended.err
    found: list[dict[str, Any]] = json.loads(ended.out)
    return found


def problems(found: list[dict[str, Any]]) -> list[str]:
    return [f"{one['subject']}: {one['told']}" for one in found if one["level"] == "problem"]


def settings(text: str) -> Path:
    path = paths.settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_whole_installation_has_nothing_wrong() -> None:
    found = examined(code=0)
    told = {one["subject"]: one["told"] for one in found}
    assert "wrote 4 tokens" in told["ctransformers"]
    assert "textual" in told["libraries"]
    assert told["themes"]
    areas = {one["area"] for one in found}
    assert areas == {
        "program",
        "engines",
        "screen",
        "machine",
        "terminal",
        "folders",
        "files",
        "hub",
    }
    ended = llmplay("doctor", env=_TERMINAL)
    assert ended.out.endswith("\nNothing is wrong.\n")


@pytest.mark.slow
def test_what_is_broken_is_named_with_what_to_do(tmp_path: Path) -> None:
    settings('theme = "mine"\n[keys]\n"run.strat" = "f5"\n')
    theme = paths.config_folder() / "themes" / "mine.toml"
    theme.parent.mkdir()
    theme.write_text('primary = "reddish"\n', encoding="utf-8")
    (paths.config_folder() / "catalog.toml").write_text("schema = 1\n[[model]]\n", encoding="utf-8")
    (paths.config_folder() / "user.tcss").write_text("Screen {\n", encoding="utf-8")
    (paths.config_folder() / "tasks").mkdir()
    (paths.config_folder() / "tasks" / "odd.toml").write_text("name = 3\n", encoding="utf-8")
    bundle = tmp_path / "report.zip"
    found = examined("--report", bundle, code=1, TERM="dumb", LANG="C", HF_TOKEN=SECRET)
    told = "\n".join(problems(found))
    for part in (
        "theme mine:",
        "reddish",
        "run.strat",
        "catalog.toml",
        "task odd:",
        "TERM=dumb",
        "styles:",
    ):
        assert part in told
    assert all(one["advice"] for one in found if one["level"] == "problem"), told
    with zipfile.ZipFile(bundle) as parts:
        assert parts.testzip() is None
        assert json.loads(parts.read("findings.json"))


@pytest.mark.slow
def test_a_report_has_no_secrets(tmp_path: Path) -> None:
    path = settings(
        'theme = "dusk"\nmodel_folders = ["/secret-place"]\n'
        '[[endpoints]]\nname = "mine"\nbase_url = "http://me:pass-word@127.0.0.1:9/v1"\n'
        'api_key_env = "MY_KEY"\n'
    )
    llmplay("run", "-m", "demo-llama", "-p", "my-secret-prompt", "--max-new-tokens", "2")
    bundle = tmp_path / "report.zip"
    examined("--report", bundle, "--network", code=1, HF_TOKEN=SECRET, MY_KEY=SECRET)
    with zipfile.ZipFile(bundle) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist())
    assert 'theme = "dusk"' in text
    for secret in (SECRET, "pass-word", "secret-place", "my-secret-prompt", str(path.parents[2])):
        assert secret not in text
    assert '"HF_TOKEN": "(set)"' in text


@pytest.mark.slow
def test_a_key_in_the_wrong_place_is_neither_printed_nor_sent(tmp_path: Path) -> None:
    settings(f'engine = "{SECRET}"\nthreads = "sesame-open"\n')
    bundle = tmp_path / "report.zip"
    ended = llmplay("doctor", "--report", bundle, env=_TERMINAL | {"DOOR_KEY": "sesame-open"})
    assert ended.code == 1
    with zipfile.ZipFile(bundle) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist())
    for secret in (SECRET, "sesame-open"):
        assert secret not in text + ended.out + ended.err
    assert "[removed]" in text


def test_a_report_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = llmplay("doctor", "--report", tmp_path / "file" / "report.zip", env=_TERMINAL)
    assert ended.code == 2
    assert "cannot be written" in ended.err
