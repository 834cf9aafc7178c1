"""An evaluation by keyboard alone, in six keys and the words of the findings."""

from __future__ import annotations

from tests.pty.conftest import Opener


def test_from_the_first_screen_to_the_findings(playground: Opener) -> None:
    app = playground("-m", "demo-llama", "-m", "demo-gpt2", size=(80, 24))
    app.ready()
    app.send("ctrl+x")
    app.wait_for("Models to evaluate")
    for title in ("Questions with four choices", "Questions about a passage"):
        app.send("down")
        app.wait_for(title)
    app.send("f5")
    app.wait_for("96 of 96 answers")
    app.wait_for("n = 48,")
    app.send("x")
    app.wait_for("into which folder?")
    app.send("enter")
    app.wait_for("findings.html")
    app.send("escape")
    app.ready()
    assert app.quit() == 0
    (findings,) = (app.home / "data" / "llmplay" / "evaluations").glob("*/findings.md")
    assert "demo-gpt2" in findings.read_text(encoding="utf-8")
