"""Keys that are typed before the first screen is there."""

from __future__ import annotations

from pathlib import Path

from tests.pty.playing import Playground


def test_a_key_typed_before_the_screen_is_there_takes_effect(tmp_path: Path) -> None:
    with Playground("-m", "demo-llama", "-p", "The meaning of life is", home=tmp_path) as app:
        app.wait_for(lambda: b"\x1b[?1049h" in bytes(app.written))
        app.send("f5")
        app.wait_for(lambda: app.pane(1).over)
        app.send("f10")
        assert app.wait_exit() == 0
