"""Terminals that are small, of few colours, of another locale, or behind tmux and screen."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.pty.terminal import Terminal
from tests.services.doctor.examining import Told, asked, examine, findings

GOOD = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}


@pytest.mark.parametrize(
    ("bad", "subject", "level", "told", "advice"),
    [
        ({"TERM": "dumb"}, "kind", "problem", "TERM=dumb", "xterm-256color"),
        ({"TERM": ""}, "kind", "problem", "TERM=not set", "xterm-256color"),
        ({"COLORTERM": ""}, "kind", "note", "256 colours", "SendEnv COLORTERM"),
        ({"TERM": "linux", "COLORTERM": ""}, "kind", "note", "16 colours", "theme terminal"),
        ({"NO_COLOR": "1"}, "colours", "note", "without colours", "unset NO_COLOR"),
        ({"LANG": "C"}, "letters", "note", "LANG=C", "export LANG=C.UTF-8"),
        ({"LC_ALL": "POSIX"}, "letters", "note", "LC_ALL=POSIX", "export LANG=C.UTF-8"),
        ({"LC_ALL": "xx_XX.UTF-8"}, "letters", "note", "not installed here", "locale -a"),
        ({"STY": "1.pts"}, "screen", "note", "GNU screen", "Use tmux"),
    ],
)
def test_what_is_bad_is_told(
    bad: dict[str, str], subject: str, level: str, told: str, advice: str
) -> None:
    found = examine("terminal", env={**GOOD, **bad})[subject]
    assert (found.level, told in found.told, advice in found.advice) == (level, True, True), found


def test_a_good_one_has_nothing_wrong() -> None:
    found = examine("terminal", env=GOOD)
    assert {one: found[one].level for one in ("kind", "letters")} == {"kind": "ok", "letters": "ok"}
    assert set(found) == {"size", "kind", "letters"}


@pytest.mark.parametrize(("size", "level"), [((50, 24), "problem"), ((80, 24), "ok")])
def test_the_size_of_a_real_one(size: tuple[int, int], level: str, tmp_path: Path) -> None:
    ask = asked("terminal", "terminal")
    # What is printed would be wrapped: it goes to a file, and standard output stays the terminal.
    ask[3] = ask[3].replace("print(", "open('found', 'w').write(")
    with Terminal(ask, home=tmp_path, size=size, environment=GOOD) as terminal:
        assert terminal.wait_exit() == 0, terminal.text()
    found = findings((tmp_path / "found").read_text(encoding="utf-8"))["size"]
    assert (found.level, found.told) == (level, f"{size[0]} columns and {size[1]} rows")


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize(
    ("settings", "tmux", "held"),
    [
        (("external", "500"), "note", "tmux holds Esc back for 500 ms."),
        (("on", "10"), "ok", ""),
    ],
)
def test_a_real_tmux(settings: tuple[str, str], tmux: str, held: str, tmp_path: Path) -> None:
    server = ["tmux", "-S", str(tmp_path / "socket"), "-f", "/dev/null"]

    def told(*words: str) -> str:
        done = subprocess.run([*server, *words], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    told("new-session", "-d", "sleep 60")
    try:
        told("set-option", "-s", "set-clipboard", settings[0])
        told("set-option", "-s", "escape-time", settings[1])
        session = f"{tmp_path / 'socket'},{told('display-message', '-p', '#{pid}')},0"
        found = examine("terminal", env={**GOOD, "TMUX": session})
    finally:
        told("kill-server")
    assert found["tmux"].level == tmux
    assert found.get("Esc", Told("", "", "")).told == held


def test_a_tmux_that_does_not_answer(tmp_path: Path) -> None:
    found = examine("terminal", env={**GOOD, "TMUX": f"{tmp_path / 'gone'},1,0"})
    assert (found["tmux"].level, "not known" in found["tmux"].told) == ("note", True)
