"""Completions where they are used: typed with Tab in bash and zsh, asked of fish."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from playground.cli.manual import commands
from playground.cli.parser import parser
from tests.cli.program import llmplay
from tests.pty.terminal import Terminal

TYPED = {
    "ses": "sessions",
    "sessions exp": "sessions export",
    "models insp": "models inspect",
    "bench --ro": "bench --rounds",
    "run --format mark": "run --format markdown",
    "sessions export x --format h": "sessions export x --format html",
    "licenses check --use comm": "licenses check --use commercial",
    "completions z": "completions zsh",
    "help samp": "help sampling",
    "run -f que": "run -f question.txt",
    "run -m que": "run -m question.txt",
    "models inspect que": "models inspect question.txt",
    "models scan fol": "models scan folder",
}
"""What is typed before Tab, and what stands there after it."""
STARTED = {
    "bash": "bash --noprofile --norc -i",
    "zsh": "zsh -f -i",
}
READY = {
    "bash": "bind 'set bell-style none'; source ./script",
    "zsh": "setopt no_beep; fpath=($PWD $fpath); autoload -U compinit; compinit -u -D",
}
# The word is in two parts, so that what is typed is not taken for what was said.
SAID = "echo rea''dy"


def place(shell: str, folder: Path) -> Path:
    """A folder with a file, a folder, and the completions as the shell wants them."""
    folder.mkdir(exist_ok=True)
    (folder / "question.txt").write_text("?", encoding="utf-8")
    (folder / "folder").mkdir()
    script = folder / ("_llmplay" if shell == "zsh" else "script")
    script.write_text(llmplay("completions", shell).out, encoding="utf-8")
    return folder


@pytest.mark.parametrize("shell", STARTED)
def test_tab_completes(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}")
    home = place(shell, tmp_path / "home")
    plain = {"PS1": "> ", "PYTHONPATH": "", "TERM": "xterm"}
    command = ["sh", "-c", f"exec {STARTED[shell]}"]
    with Terminal(command, home=home, size=(120, 50), environment=plain) as terminal:
        terminal.type(f"{READY[shell]}; PS1='> '; {SAID}\r")
        terminal.wait_for("\nready")
        for typed, completed in TYPED.items():
            terminal.type(f"llmplay {typed}\t")
            terminal.wait_for(f"> llmplay {completed}")
            terminal.send("ctrl+u")
            terminal.type(f"clear; {SAID}\r")
            terminal.wait_for(lambda: terminal.lines()[0] == "ready")
        terminal.type("exit\r")
        terminal.wait_exit()


def offered(line: str, home: Path) -> dict[str, str]:
    """What fish offers for a line, with what it says of each."""
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source ./script; complete -C {line!r}"],
        capture_output=True,
        text=True,
        cwd=home,
        check=True,
    )
    assert done.stderr == ""
    return dict(one.partition("\t")[::2] for one in done.stdout.splitlines())


@pytest.mark.skipif(shutil.which("fish") is None, reason="there is no fish")
def test_fish_completes(tmp_path: Path) -> None:
    home = place("fish", tmp_path / "home")
    for typed, completed in TYPED.items():
        found = offered(f"llmplay {typed}", home)
        assert [one.rstrip("/") for one in found] == [completed.split()[-1]], typed
    top = offered("llmplay ", home)
    told = {path: told for path, _, told in commands(parser()) if " " not in path}
    assert {name: top[name] for name in told} == told
    options = offered("llmplay run --", home)
    assert {"--model", "--prompt", "--then", "--seed", "--lora", "--quiet"} <= set(options)
    assert options["--stop"] == "end before TEXT (repeatable)"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_command_is_in_the_script(shell: str, tmp_path: Path) -> None:
    out = llmplay("completions", shell).out
    assert [path for path, _, _ in commands(parser()) if path.split()[-1] not in out] == []
    if shutil.which(shell):
        (tmp_path / "script").write_text(out, encoding="utf-8")
        subprocess.run([shell, "-n", str(tmp_path / "script")], check=True)
