"""What an installed llmplay does with nothing of the checkout around it."""

from __future__ import annotations

import json
import subprocess
import tomllib
from pathlib import Path

import pytest

from playground import __version__
from tests.installed.installation import ROOT, Installation, surroundings
from tests.mounts import can_mount, read_only
from tests.pty.terminal import Terminal

ONCE = ("-p", "Once upon a time", "--max-new-tokens", "8", "--seed", "1")


def test_it_is_the_wheel_that_runs(installation: Installation, tmp_path: Path) -> None:
    asked = "import playground, sys; print(playground.__file__); print(*sys.path, sep='\\n')"
    done = subprocess.run(
        [installation.python, "-c", asked],
        cwd=tmp_path,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=True,
    )
    place, *path = done.stdout.splitlines()
    assert Path(place).is_relative_to(installation.packages)
    assert str(ROOT) not in path


def test_all_files_of_the_package_came_along(installation: Installation) -> None:
    checkout = (path.relative_to(ROOT / "playground") for path in (ROOT / "playground").rglob("*"))
    wanted = {str(path) for path in checkout if "__pycache__" not in path.parts}
    assert len(wanted) > 100
    assert sorted(wanted - installation.listing().keys()) == []
    themes = {path.name for path in (ROOT / "themes").iterdir()}
    assert themes == {path.name for path in (installation.packages / "playground/themes").iterdir()}


def test_it_says_its_version(installation: Installation) -> None:
    assert installation.llmplay("--version").out == f"llmplay {__version__}\n"


def test_it_lists_and_runs_the_bundled_models(installation: Installation, tmp_path: Path) -> None:
    listed = installation.llmplay("models", "list", "--format", "json", cwd=tmp_path)
    assert {"demo-llama", "demo-gpt2"} <= {row["id"] for row in json.loads(listed.out)}
    ended = installation.llmplay(
        "run", "-m", "demo-llama", "-m", "demo-gpt2", *ONCE, "--format", "json", cwd=tmp_path
    )
    assert ended.code == 0, ended.err
    lanes = json.loads(ended.out)["lanes"]
    assert [lane["completion_tokens"] > 0 for lane in lanes] == [True, True]


@pytest.mark.slow
def test_the_doctor_finds_nothing_wrong(installation: Installation, tmp_path: Path) -> None:
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    ended = installation.llmplay("doctor", "--format", "json", env=terminal, cwd=tmp_path)
    assert ended.code == 0, ended.out + ended.err
    levels = {one["subject"]: one["level"] for one in json.loads(ended.out)}
    assert (levels["libraries"], levels["themes"]) == ("ok", "ok")


def test_the_screen_opens_runs_and_quits(installation: Installation, tmp_path: Path) -> None:
    nothing = {"PYTHONPATH": ""}
    command = [str(installation.program), "--theme", "paper", "-m", "demo-llama"]
    with Terminal(command, home=tmp_path, size=(100, 30), environment=nothing) as terminal:
        terminal.wait_for("F10 Quit")
        terminal.type("Once upon a time")
        terminal.send("f5")
        terminal.wait_for("✓")
        terminal.send("f12")
        terminal.wait_for("lagoon")
        terminal.send("escape", "f10")
        assert terminal.wait_exit() == 0
    (session,) = (tmp_path / "data" / "llmplay" / "sessions").glob("*.toml")
    (run,) = tomllib.loads(session.read_text(encoding="utf-8"))["runs"]
    assert [lane["model"]["id"] for lane in run["lanes"]] == ["demo-llama"]


def test_nothing_is_written_beside_the_program(installation: Installation, tmp_path: Path) -> None:
    before = installation.listing()
    for command in (("models", "list"), ("themes",), ("help", "themes"), ("keys",)):
        installation.llmplay(*command, cwd=tmp_path)
    installation.llmplay("run", "-m", "demo-llama", *ONCE, cwd=tmp_path)
    assert installation.listing() == before


@pytest.mark.skipif(not can_mount(), reason="only root may mount a folder read-only")
def test_it_runs_from_a_read_only_folder(installation: Installation, tmp_path: Path) -> None:
    before = read_only(installation.folder)
    touched = ("touch", str(installation.packages / "playground" / "touched"))
    assert subprocess.run([*before, *touched], check=False, capture_output=True).returncode == 1
    ended = installation.llmplay("run", "-m", "demo-llama", *ONCE, before=before, cwd=tmp_path)
    assert (ended.code, ended.out != "") == (0, True), ended.err
    (tmp_path / "home").mkdir()
    with Terminal(
        [*before, str(installation.program)],
        home=tmp_path / "home",
        environment={"PYTHONPATH": ""},
    ) as terminal:
        terminal.wait_for("F10 Quit")
        terminal.send("f10")
        assert terminal.wait_exit() == 0
