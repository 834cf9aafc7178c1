"""A session that goes on where it was left, whatever ended the program."""

from __future__ import annotations

import signal
import tomllib
from pathlib import Path

from playground.domain.terminal import visible
from tests.pty.conftest import Opener
from tests.pty.playing import Playground


def session_file(app: Playground) -> str:
    (path,) = (app.home / "data" / "llmplay" / "sessions").glob("*.toml")
    return str(path)


def test_ratings_notes_and_earlier_runs_are_there_again(playground: Opener) -> None:
    app = playground("-m", "brief", size=(120, 40))
    app.ready()
    app.ask("One")
    app.all_over()
    first = app.pane(1).text
    app.send("f4", "plus", "e")
    app.wait_for("Note on")
    app.type("good")
    app.send("enter")
    app.wait_for(lambda: "note" in app.pane(1).status)
    app.send("f3")
    app.ask(" and two")
    app.wait_for(lambda: app.pane(1).over and "note" not in app.pane(1).status)
    second = app.pane(1).text
    assert app.quit() == 0

    again = playground("--session", session_file(app), size=(120, 40))
    again.wait_for(lambda: again.pane(1).text == second)
    assert "One and two" in again.text()
    assert "[1] brief" in again.text()
    again.send("f4", "less_than_sign")
    again.wait_for(lambda: again.pane(1).text == first)
    again.wait_for(lambda: "note" in again.pane(1).status)
    assert {"★★★★☆", "4/5"} & set(again.pane(1).status.split())
    assert again.quit() == 0


def test_what_had_streamed_before_a_kill_is_there_again(playground: Opener) -> None:
    app = playground("-m", "alpha", size=(120, 40))
    app.ready()
    app.ask("Hello")
    app.all_stream(1)
    path = Path(session_file(app))
    app.wait_for(lambda: "runs.partials" in path.read_text(encoding="utf-8"))
    app.kill(signal.SIGKILL)
    app.wait_exit()

    again = playground("--session", session_file(app), size=(120, 40))
    again.wait_for(lambda: again.pane(1).status.startswith("■ stopped"))
    kept = tomllib.loads(path.read_text(encoding="utf-8"))["runs"][0]
    said = "".join(one["text"] for one in kept.get("partials") or kept["lanes"])
    again.send("f4", "home")
    again.wait_for(lambda: again.pane(1).text.split()[:3] == visible(said).split()[:3])
    again.send("r")
    again.wait_for(lambda: "v2/2" in again.pane(1).title and again.pane(1).streaming)
    assert again.quit() == 0
