from __future__ import annotations

import pytest

from tests.pty.conftest import Opener


@pytest.mark.parametrize(
    "prompt",
    [
        "Emoji 😀 family 👨‍👩‍👧 flag 🇩🇪",
        "你好，世界 再见",
        "combined e\u0301 n\u0303 and שלום",
    ],
)
def test_any_script_is_shown_and_recorded_as_typed(playground: Opener, prompt: str) -> None:
    app = playground("-m", "brief", size=(120, 40))
    app.ready()
    app.paste(prompt)
    app.wait_for(prompt[:8])
    app.send("f5")
    app.all_over()
    assert app.pane(1).status.startswith("✓ 8 tok")
    assert app.session()["runs"][0]["prompt"] == prompt


def test_controls_in_a_prompt_do_no_harm(playground: Opener) -> None:
    app = playground("-m", "brief", size=(120, 40))
    app.ready()
    app.type("before\x00after")
    app.paste("bell \x07 form \x0c escape-less \x1f end")
    app.wait_for("[pasted 31 characters]")
    app.send("f5")
    app.all_over()
    assert app.pane(1).status.startswith("✓ 8 tok")
    recorded = app.session()["runs"][0]["prompt"]
    assert recorded.startswith("before")
    assert recorded.endswith("bell \x07 form \x0c escape-less \x1f end")


@pytest.mark.parametrize("between", ["", "\n"], ids=["one line", "many lines"])
def test_a_paste_of_a_megabyte_is_taken_whole_and_refused_by_the_context(
    playground: Opener, between: str
) -> None:
    app = playground("-m", "brief", size=(120, 40))
    app.ready()
    text = f"the quick brown fox jumps over the lazy dog. {between}" * 23_000 + "ends here"
    app.paste(text)
    app.wait_for(f"[pasted {len(text):,} characters]")
    app.send("f5")
    app.all_over()
    assert app.pane(1).status.startswith("✗ failed")
    assert "context" in app.pane(1).text
    assert app.session()["runs"][0]["prompt"] == text
    app.type(" and goes on")
    app.wait_for("goes on")


def test_a_prompt_is_asked_in_variants_with_its_variables_and_a_system_prompt(
    playground: Opener,
) -> None:
    app = playground("-m", "brief")
    app.ready()
    app.type("Hello {{name}}")
    app.send("ctrl+n")
    app.wait_for("B of 2")
    app.type("!")
    app.send("f5")
    app.wait_for("{{name}} has no value")
    app.send("f8")
    app.wait_for("Prompt options")
    app.type("Ada")
    app.wait_for("Ada")
    app.send("escape")
    app.wait_for("F10 Quit")
    app.send("f5")
    app.all_over()
    assert [pane.title.split()[:3] for pane in app.outputs()] == [
        ["1", "brief", "A"],
        ["2", "brief", "B"],
    ]
    run = app.session()["runs"][0]
    assert run["prompt"] == "Hello {{name}}!"
    assert run["variables"] == {"name": "Ada"}
    assert run["variants"] == {"A": "Hello Ada", "B": "Hello Ada!"}
    assert [lane["prompt"] for lane in run["lanes"]] == ["Hello Ada", "Hello Ada!"]
    app.send("ctrl+g")
    app.wait_for("by the model's own tokeniser")
    app.wait_for("variant B, 2 of 2")
    app.wait_for("Hello Ada!")


def test_an_earlier_sitting_is_one_key_away(playground: Opener) -> None:
    app = playground("-m", "brief")
    app.ready()
    app.ask("What was that again?")
    app.all_over()
    app.quit()
    again = playground()
    again.ready()
    again.type("draft")
    again.wait_for("draft")
    again.send("up")
    again.wait_for("What was that again?")
    again.send("down")
    again.wait_for("draft")
