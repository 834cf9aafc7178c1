"""What the program makes of the environment it starts in; locales are tried with the wheel."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from playground.cli import environment
from tests.cli.program import ROOT


@pytest.mark.parametrize("home", ["", None])
def test_without_a_home_the_user_s_own_is_taken(
    home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if home is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", home)
    environment.settle()
    assert Path.home() == Path(pwd.getpwuid(os.getuid()).pw_dir)


def test_a_user_without_a_home_gets_the_root_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(number: int) -> None:
        raise KeyError(number)

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    environment.settle()
    assert os.environ["HOME"] == "/"


def test_the_program_begins_again_once_and_not_for_ever() -> None:
    """`-X utf8=0` goes before the variable, so that UTF-8 mode is never reached."""
    told = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-X", "utf8=0", "-m", "playground", "--version"]
    done = subprocess.run(
        command, env={**os.environ, **told}, capture_output=True, timeout=60, check=True
    )
    assert done.stdout.startswith(b"llmplay ")
