from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from playground.domain.partials import with_partials
from playground.domain.terminal import visible
from tests.pty.conftest import Opener
from tests.pty.playing import Playground
from tests.pty.terminal import PLAYGROUND, Died, Terminal


def streaming(start: Opener) -> Playground:
    """A playground with two models in the middle of their answers."""
    app = start("-m", "alpha", "-m", "bravo", size=(120, 40))
    app.ready()
    app.ask("Hello")
    app.all_stream(2)
    return app


def words(text: str) -> str:
    """The text as a screen shows it, every space and line break one space."""
    return " ".join(visible(text).split())


def shown(app: Playground) -> list[str]:
    """The first words in view of each output."""
    return [" ".join(pane.text.split()[:4]) for pane in app.outputs()]


def assert_recorded(app: Playground, texts: list[str]) -> None:
    lanes = app.lanes()
    assert [lane["stop_reason"] for lane in lanes] == ["cancelled", "cancelled"]
    for lane, text in zip(lanes, texts, strict=True):
        assert text in words(lane["text"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_keeps_the_text_and_gives_the_screen_back(
    playground: Opener, number: signal.Signals
) -> None:
    app = streaming(playground)
    texts = shown(app)
    with Died(app.children()) as models:
        app.kill(number)
        models.wait(2.0)
        assert app.wait_exit() == 128 + number
    assert app.gave_screen_back()
    assert_recorded(app, texts)


def test_closing_the_terminal_keeps_the_text_and_leaves_nothing_running(
    playground: Opener,
) -> None:
    app = streaming(playground)
    texts = shown(app)
    with Died([app.process.pid, *app.children()]) as everything:
        app.close_terminal()
        everything.wait(2.0)
    assert_recorded(app, texts)


def test_when_the_playground_is_killed_its_models_end_and_the_text_is_kept(
    playground: Opener,
) -> None:
    app = streaming(playground)
    texts = shown(app)
    # What was said is put on disk once a second.
    app.wait_for(lambda: all(any(text in said for said in kept(app)) for text in texts))
    with Died(app.children()) as models:
        app.kill(signal.SIGKILL)
        models.wait(2.0)
    assert app.wait_exit() == -signal.SIGKILL
    run = with_partials(app.session())["runs"][0]
    assert run["prompt"] == "Hello"
    assert [lane["stop_reason"] for lane in run["lanes"]] == ["cancelled"] * 2
    for text in texts:
        assert any(text in words(lane["text"]) for lane in run["lanes"])


def kept(app: Playground) -> list[str]:
    """The text of each lane in the session file, whole or not."""
    try:
        run = with_partials(app.session())["runs"][0]
    except (OSError, ValueError, LookupError):
        return []  # it is being written
    return [words(lane["text"]) for lane in run.get("lanes", [])]


def test_a_model_that_is_killed_ends_its_own_output_only(playground: Opener) -> None:
    app = streaming(playground)
    texts = shown(app)
    bravo = next(
        pid for pid in app.children() if "bravo.gguf" in Path(f"/proc/{pid}/maps").read_text()
    )
    os.kill(bravo, signal.SIGKILL)
    app.wait_for(lambda: app.pane(2).status.startswith("✗ failed"))
    app.wait_for(lambda: "killed by SIGKILL" in " ".join(app.pane(2).text.split()))
    alpha = app.pane(1).text
    app.wait_for(lambda: app.pane(1).streaming and app.pane(1).text != alpha)  # it goes on
    app.send("escape")
    app.all_over()
    first, second = app.lanes()
    assert first["stop_reason"] == "cancelled"
    assert second["stop_reason"] == "error"
    assert "SIGKILL" in second["error"]
    assert texts[1] in words(second["text"])
    app.send("f5")
    app.all_stream(2)


def test_ctrl_c_asks_before_it_quits(playground: Opener) -> None:
    app = streaming(playground)
    texts = shown(app)
    app.send("ctrl+c")
    app.wait_for("Ctrl+C again quits")
    assert app.pane(1).streaming
    app.send("ctrl+c")
    assert app.wait_exit() == 0
    assert app.gave_screen_back()
    assert_recorded(app, texts)


def test_quitting_while_models_load_leaves_nothing_running(playground: Opener) -> None:
    app = playground("-m", "alpha", "-m", "bravo")
    app.ready()
    app.ask("Hello")
    app.wait_for("loading")
    with Died(app.children()) as models:
        assert app.quit() == 0
        models.wait(2.0)
    assert len(app.lanes()) == 2


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
def test_ctrl_z_goes_to_the_shell_and_fg_comes_back(own_home: Path) -> None:
    script = 'set -m; "$@"; printf "the shell again\\n"; read answer; fg >/dev/null'
    command = ["sh", "-c", script, "sh", *PLAYGROUND, "-p", "Kept while away"]
    with Terminal(command, home=own_home) as terminal:
        terminal.wait_for("F10 Quit")
        terminal.send("ctrl+z")
        terminal.wait_for("the shell again")
        assert terminal.written.rfind(b"?1049l") > terminal.written.rfind(b"?1049h")
        assert b"\x1b[m\x1b[H\x1b[2J\x1b[23;2t" in terminal.written  # colours, text, title
        terminal.type("\n")
        terminal.wait_for(lambda: terminal.written.count(b"?1049h") == 2)
        terminal.wait_for(lambda: terminal.written.rpartition(b"?1049h")[2].count(b"Kept") >= 1)
        terminal.send("f1")
        terminal.wait_for("Everywhere")
        terminal.send("f10")
        assert terminal.wait_exit() == 0
