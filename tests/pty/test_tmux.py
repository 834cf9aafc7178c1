from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.golden.screens import over
from tests.paced.engine import PACED, Pace, token
from tests.paced.models import write_models
from tests.pty.terminal import Terminal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]

TOKENS = 30


class Tmux:
    """A tmux server of this test alone, and a terminal attached to it."""

    def __init__(self, folder: Path) -> None:
        self._socket = str(folder / "socket")

    def command(self, *words: str) -> list[str]:
        """A command line for this server."""
        return ["tmux", "-S", self._socket, *words]

    def ask(self, *words: str) -> str:
        """What a command of this server says."""
        done = subprocess.run(self.command(*words), check=True, capture_output=True, text=True)
        return done.stdout.rstrip("\n")

    @contextmanager
    def playground(self, folder: Path, *, tokens: int, pace: float) -> Iterator[Terminal]:
        """The playground in its only window."""
        home = folder / "home"
        config = home / "config" / "llmplay"
        (name,) = write_models(folder, 1, tokens=tokens, config=config)
        (config / "settings.toml").write_text("threads = 1\n", encoding="utf-8")
        configuration = folder / "tmux.conf"
        configuration.write_text(
            "set -g default-terminal screen-256color\nset -s set-clipboard on\nset -g status off\n"
        )
        inside = [*PACED, "-m", name, "-p", "Say words."]
        command = self.command("-f", str(configuration), "new-session", *inside)
        environment = {**Pace(pace).environment(), "SHELL": "/bin/sh"}
        try:
            with Terminal(command, home=home, size=(120, 40), environment=environment) as terminal:
                terminal.wait_for("F10 Quit")
                yield terminal
        finally:
            subprocess.run(self.command("kill-server"), check=False, capture_output=True)


@pytest.fixture
def tmux(tmp_path: Path) -> Tmux:
    return Tmux(tmp_path)


def test_what_is_copied_is_in_the_buffer_of_tmux(tmux: Tmux, tmp_path: Path) -> None:
    with tmux.playground(tmp_path, tokens=TOKENS, pace=0.0) as terminal:
        assert tmux.ask("show-options", "-gv", "default-terminal") == "screen-256color"
        assert tmux.ask("display-message", "-p", "#{pane_title}") == "llmplay"
        terminal.send("f5")
        terminal.wait_for(lambda: over(terminal, TOKENS))
        terminal.send("f4", "y")
        terminal.wait_for("Copied")
        said = "".join(token(0, number) for number in range(TOKENS))
        assert tmux.ask("show-buffer") == said.rstrip("\n")


def test_a_screen_that_streams_in_tmux_is_right_and_survives_detaching(
    tmux: Tmux, tmp_path: Path
) -> None:
    with tmux.playground(tmp_path, tokens=200, pace=100.0) as terminal:
        terminal.send("f5")
        terminal.wait_for("▸")
        tmux.ask("detach-client")
        assert terminal.wait_exit() == 0
        with Terminal(tmux.command("attach"), home=tmp_path / "home", size=(100, 30)) as attached:
            attached.wait_for(lambda: over(attached, 200))
            attached.wait_for(lambda: "Esc Stop" not in attached.text())
            assert token(0, 199).strip() in attached.text()
            shown = attached.text()
            before = len(attached.written)
            attached.send("ctrl+l")
            attached.wait_for(lambda: len(attached.written) > before)
            assert attached.text() == shown
            attached.send("f10")
            assert attached.wait_exit() == 0
