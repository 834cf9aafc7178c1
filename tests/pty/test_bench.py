"""`llmplay bench` at a terminal asks whether the settings shall have what it found."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.pty.terminal import PLAYGROUND, Terminal

QUESTION = "Write threads = 1 to ~/config/llmplay/settings.toml? [y/N]"
COMMAND = ("bench", "-m", "demo-llama", "--threads", "1", "--batch", "8", "--rounds", "1")


@pytest.mark.parametrize(("answer", "kept"), [("y", {"threads": 1}), ("", None)])
def test_the_question_decides(tmp_path: Path, answer: str, kept: dict[str, int] | None) -> None:
    command = (*PLAYGROUND, *COMMAND, "--prompt-tokens", "16", "--tokens", "4")
    with Terminal(command, home=tmp_path, size=(100, 30)) as terminal:
        terminal.wait_for(QUESTION)
        assert "Best: 1 thread, batches of 8: " in terminal.text()
        terminal.type(f"{answer}\n")
        assert terminal.wait_exit() == 0
        told = "threads = 1 is in ~/config/llmplay/settings.toml now."
        assert (told in terminal.text()) == (kept is not None)
    path = tmp_path / "config" / "llmplay" / "settings.toml"
    assert (tomllib.loads(path.read_text()) if path.exists() else None) == kept
