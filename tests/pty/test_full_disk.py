"""A disk that takes no more while answers come: it is said at once, and nothing is lost."""

from __future__ import annotations

import resource
import tomllib
from pathlib import Path

from tests.pty.conftest import Opener
from tests.pty.playing import Playground

_UNLIMITED = resource.RLIM_INFINITY


def limit_files(app: Playground, size: int) -> None:
    """No file of the program may grow beyond so many bytes."""
    resource.prlimit(app.process.pid, resource.RLIMIT_FSIZE, (size, _UNLIMITED))


def test_what_finds_no_room_is_marked_kept_and_saved_later(playground: Opener) -> None:
    app = playground("-m", "alpha", size=(80, 24))
    app.ready()
    app.ask("Hello")
    app.all_stream(1)
    (path,) = (app.home / "data" / "llmplay" / "sessions").glob("*.toml")
    limit_files(app, path.stat().st_size)
    app.wait_for("Not saved:")
    app.wait_for(lambda: "! not saved" in app.lines()[-1])
    assert "F10 Quit" in app.lines()[-1]
    app.send("escape")
    app.all_over()
    tomllib.loads(path.read_text("utf-8"))
    app.send("f10")
    app.wait_for("that is lost if you quit")
    app.send("o")
    app.wait_for("Write the whole session to")
    limit_files(app, _UNLIMITED)
    app.send("escape")
    app.wait_for("Saved: all is in")
    app.wait_for(lambda: "! not saved" not in app.lines()[-1])
    assert app.pane(1).text.split()[-1] in str(app.lanes()[0]["text"])
    assert app.quit() == 0


def test_what_finds_no_room_goes_elsewhere_on_quitting(playground: Opener, tmp_path: Path) -> None:
    app = playground("-m", "brief", size=(120, 40))
    sessions = app.home / "data" / "llmplay"
    sessions.mkdir(parents=True)
    (sessions / "sessions").write_text("a file where the folder should be")
    app.ready()
    app.ask("Hello")
    app.wait_for(lambda: "! not saved" in app.lines()[-1])
    app.all_over()
    app.send("f10")
    app.wait_for("that is lost if you quit")
    app.send("o")
    app.wait_for("Write the whole session to")
    other = tmp_path / "other.toml"
    app.type("\x05\x15" + str(other) + "\r")
    assert app.wait_exit() == 0
    (run,) = tomllib.loads(other.read_text("utf-8"))["runs"]
    assert (run["prompt"], len(run["lanes"])) == ("Hello", 1)
