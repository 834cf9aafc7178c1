"""From three prompts to two reports by keyboard alone, and the same reports by command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.program import llmplay
from tests.pty.conftest import Opener
from tests.pty.playing import Playground

PROMPTS = ("The meaning of life is", "Why is the sky blue?", "Tell me a short story.")
CONCLUSIONS = "Both are small."
FORMS = (("markdown", ".md"), ("html", ".html"))


def test_ask_rate_conclude_export_and_replay(playground: Opener, tmp_path: Path) -> None:
    app = playground("-m", "demo-llama", "-m", "demo-gpt2", size=(80, 24))
    app.ready()
    for number, prompt in enumerate(PROMPTS, 1):
        app.send("f3")
        app.type("\x15")  # ctrl+u: the line before is gone
        app.ask(prompt)
        app.wait_for(lambda number=number: len(_runs(app)) == number and _ended(app) == 2)  # type: ignore[misc]
    app.send("ctrl+y")
    app.wait_for("Compare: ")
    app.wait_for("3 Tell me a short")
    app.send("plus")
    app.wait_for("4/5")
    app.send("down", "right", "minus")
    app.wait_for("2/5")
    app.send("c")
    app.wait_for("F2 Keep")
    app.type(CONCLUSIONS)
    app.wait_for(CONCLUSIONS)
    app.send("f2")
    app.wait_for("Compare: ")
    app.wait_for(lambda: CONCLUSIONS in str(app.session()))
    files = {form: tmp_path / f"report{suffix}" for form, suffix in FORMS}
    for file in files.values():
        app.send("x")
        app.wait_for("Export this session")
        app.send("tab")
        app.type("\x05\x15" + str(file) + "\r")  # to the end of the line, and all before it goes
        app.wait_for(file.exists)
        app.wait_for(lambda: "Export this session" not in app.text())
    app.send("escape")
    app.ready()
    app.send("ctrl+j")
    app.wait_for("3 runs, 6 answers")  # the list is read by now
    app.send("p")
    app.wait_for("Done: 6 identical, 0 differ.")
    app.send("q")
    app.wait_for("Enter Open")
    app.send("ctrl+j")
    app.ready()
    assert app.quit() == 0

    (session,) = (app.home / "data" / "llmplay" / "sessions").glob("*.toml")
    for form, file in files.items():
        told = llmplay("sessions", "export", session, "--format", form).out
        assert told.encode() == file.read_bytes()
        assert CONCLUSIONS in told
        assert all(prompt in told for prompt in PROMPTS)
    replayed = llmplay("sessions", "replay", session, env={"HOME": str(app.home)})
    assert replayed.code == 0
    assert replayed.out.count("identical") >= 6


def _runs(app: Playground) -> list[dict[str, Any]]:
    try:
        runs: list[dict[str, Any]] = app.session()["runs"]
    except (KeyError, ValueError):  # nothing was run yet, or the file is being written
        return []
    return runs


def _ended(app: Playground) -> int:
    return len(_runs(app)[-1].get("lanes", ()))
