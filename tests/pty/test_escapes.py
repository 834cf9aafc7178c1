"""Terminal escape sequences in what a model says are shown, never obeyed."""

from __future__ import annotations

from pathlib import Path

from tests.engines.endpoint import serving
from tests.pty.conftest import Opener
from tests.pty.terminal import PLAYGROUND, Terminal

_SETTINGS = """
[[endpoints]]
name = "mine"
base_url = "{url}"
models = ["tiny"]
trusted = true
"""


def _obeyed(app: Terminal) -> list[bytes]:
    """Of the sequences that the server sends, those that reached the terminal."""
    sent = ("\x1b]0;owned", "\x1b[31mred", "\x9b2J", "\u202e")
    return [one.encode() for one in sent if one.encode() in app.written]


def test_in_a_run_to_a_terminal(tmp_path: Path) -> None:
    config = tmp_path / "config" / "llmplay"
    config.mkdir(parents=True)
    with serving() as server:
        (config / "settings.toml").write_text(_SETTINGS.format(url=server.url))
        command = [*PLAYGROUND, "run", "-m", "mine/tiny", "-p", "escapes"]
        with Terminal(command, home=tmp_path, size=(80, 24)) as app:
            assert app.wait_exit() == 0
            assert "␛]0;owned␇␛[31mred" in app.text()
            assert not _obeyed(app)


def test_on_the_screen_and_in_the_comparison(playground: Opener, own_home: Path) -> None:
    with serving() as server:
        settings = own_home / "config" / "llmplay" / "settings.toml"
        settings.write_text(_SETTINGS.format(url=server.url))
        server.behave_as = "escapes"
        app = playground("-m", "mine/tiny", size=(80, 24))
        app.ready()
        app.ask("Hello")
        app.all_over()
        assert "␛]0;owned␇␛[31mred" in app.pane(1).text.replace("\n", "")
        app.send("ctrl+y")
        app.wait_for("Compare: ")
        app.wait_for("owned")
        app.send("enter")
        app.wait_for("Figures")
        assert not _obeyed(app)
