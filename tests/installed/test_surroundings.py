"""An installed llmplay in locales, homes, folders and terminals that nobody wished for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.installed.installation import Installation
from tests.mounts import can_mount, read_only
from tests.pty.terminal import Terminal

BRIEF = ("--max-new-tokens", "4", "--seed", "1", "--format", "json")
ENDED = re.compile(r"✓ \d+ tok")
FOREIGN = "Ünïcödé — 日本"
_PLAIN = {"LANG": "", "LC_CTYPE": ""}
LOCALES = {
    "C": {**_PLAIN, "LC_ALL": "C"},
    "POSIX, taken at its word": {
        **_PLAIN,
        **{"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    },
    "Latin-1": {
        **_PLAIN,
        **{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        "PYTHONIOENCODING": "latin-1",
    },
}


def homes(home: Path | str) -> dict[str, str]:
    """A home folder alone, without the folders beside it that our own tests name."""
    named = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    return {"HOME": str(home), **dict.fromkeys(named, "")}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_command_line_is_utf8_in_every_locale(
    locale: str, installation: Installation, tmp_path: Path
) -> None:
    session = tmp_path / "Überblick.toml"
    ended = installation.llmplay(
        *("run", "-m", "demo-llama", "-p", FOREIGN, "--session", session, *BRIEF),
        env=LOCALES[locale],
        cwd=tmp_path,
    )
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["prompt"] == FOREIGN
    assert FOREIGN in session.read_text(encoding="utf-8")
    refused = installation.llmplay("run", "-m", "Lämmchen", "-p", "x", env=LOCALES[locale])
    assert (refused.code, "'Lämmchen'" in refused.err) == (2, True), refused.err


def test_the_screen_is_utf8_where_all_says_otherwise(
    installation: Installation, tmp_path: Path
) -> None:
    environment = {"PYTHONPATH": "", **LOCALES["Latin-1"]}
    command = [str(installation.program), "-p", FOREIGN]
    with Terminal(command, home=tmp_path, environment=environment) as terminal:
        terminal.wait_for("F10 Quit")
        terminal.wait_for("━Prompt━")
        terminal.wait_for(FOREIGN)
        terminal.type("ß€")
        terminal.wait_for("ß€")
        terminal.send("f10")
        assert terminal.wait_exit() == 0


def test_a_home_with_spaces_and_foreign_letters(installation: Installation, tmp_path: Path) -> None:
    home = tmp_path / "my home" / "Ünï 日本"
    home.mkdir(parents=True)
    environment = {"PYTHONPATH": "", **homes(home), **LOCALES["POSIX, taken at its word"]}
    command = [str(installation.program), "-m", "demo-llama", "-p", "Once upon a time"]
    with Terminal(command, home=home, environment=environment) as terminal:
        terminal.wait_for("F10 Quit")
        terminal.send("f5")
        terminal.wait_for(lambda: ENDED.search(terminal.text()))
        terminal.send("f10")
        assert terminal.wait_exit() == 0
    listed = installation.llmplay("sessions", "list", "--format", "json", env=homes(home))
    sessions = [Path(one["path"]) for one in json.loads(listed.out)]
    assert {path.parent for path in sessions} == {home / ".local/share/llmplay/sessions"}
    assert len(sessions) == 1


def test_a_home_that_cannot_be(installation: Installation, tmp_path: Path) -> None:
    environment = homes("/proc/nowhere")
    ended = installation.llmplay(
        *("run", "-m", "demo-llama", "-p", "Once", *BRIEF), env=environment, cwd=tmp_path
    )
    assert ended.code == 0, ended.err
    assert installation.llmplay("models", "list", env=environment, cwd=tmp_path).code == 0
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_is_not_there_yet_is_made(installation: Installation, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": "", **homes(tmp_path / "later" / "home")}
    command = [str(installation.program), "-m", "demo-llama", "-p", "Once upon a time"]
    with Terminal(command, home=tmp_path, environment=environment) as terminal:
        terminal.wait_for("F10 Quit")
        terminal.send("f5")
        terminal.wait_for(lambda: ENDED.search(terminal.text()))
        terminal.send("f10")
        assert terminal.wait_exit() == 0
    assert len(list((tmp_path / "later/home/.local/share/llmplay/sessions").glob("*.toml"))) == 1


def test_the_screen_says_that_nothing_can_be_kept_in_a_home_that_cannot_be(
    installation: Installation, tmp_path: Path
) -> None:
    environment = {"PYTHONPATH": "", **homes("/proc/nowhere")}
    command = [str(installation.program), "-m", "demo-llama", "-p", "Once upon a time"]
    with Terminal(command, home=tmp_path, environment=environment) as terminal:
        terminal.wait_for("F10 Quit")
        terminal.send("f5")
        terminal.wait_for("cannot be written")
        terminal.wait_for(lambda: ENDED.search(terminal.text()))


@pytest.mark.skipif(not can_mount(), reason="only root may mount a folder read-only")
def test_a_home_that_is_read_only(installation: Installation, tmp_path: Path) -> None:
    before = read_only(tmp_path)
    environment = homes(tmp_path)
    ended = installation.llmplay(
        *("run", "-m", "demo-llama", "-p", "Once", *BRIEF), env=environment, before=before
    )
    assert ended.code == 0, ended.err
    kept = ("run", "-m", "demo-llama", "-p", "Once", "--session", tmp_path / "one.toml", *BRIEF)
    refused = installation.llmplay(*kept, env=environment, before=before)
    assert refused.code != 0
    assert f"{tmp_path / 'one.toml'} cannot be written" in refused.err


def test_a_folder_that_was_removed_under_it(installation: Installation, tmp_path: Path) -> None:
    gone = ("sh", "-c", 'mkdir "$0" && cd "$0" && rmdir "$0" && exec "$@"', str(tmp_path / "gone"))
    ended = installation.llmplay("run", "-m", "demo-llama", "-p", "Once", *BRIEF, before=gone)
    assert ended.code == 0, ended.err
    missing = installation.llmplay("run", "-m", "one.gguf", "-p", "Once", before=gone)
    assert (missing.code, "There is no file one.gguf." in missing.err) == (2, True)
    nowhere = installation.llmplay(
        "run", "-m", "demo-llama", "-p", "x", "--session", "one.toml", *BRIEF, before=gone
    )
    assert nowhere.code != 0
    assert "one.toml cannot be written" in nowhere.err
    with Terminal(
        [*gone, str(installation.program)], home=tmp_path, environment={"PYTHONPATH": ""}
    ) as terminal:
        terminal.wait_for("F10 Quit")
        terminal.send("f10")
        assert terminal.wait_exit() == 0


def test_without_a_terminal_it_says_what_to_do(installation: Installation) -> None:
    ended = installation.llmplay()
    assert ended.code == 2
    assert "llmplay run -m MODEL -p TEXT" in ended.err


def test_a_dumb_terminal_is_told_what_to_do(installation: Installation, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": "", "TERM": "dumb"}
    with Terminal([str(installation.program)], home=tmp_path, environment=environment) as terminal:
        assert terminal.wait_exit() == 2
        assert "TERM=xterm-256color llmplay" in terminal.text().replace("\n", "")
        assert b"\x1b" not in terminal.written
