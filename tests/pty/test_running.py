from __future__ import annotations

import pytest

from playground.domain.terminal import visible
from tests.pty.conftest import Opener

SIZES = [(80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
def test_from_the_first_screen_to_a_recorded_comparison(
    playground: Opener, size: tuple[int, int]
) -> None:
    app = playground(size=size)
    app.ready()
    assert {"Models", "Prompt", "Sampling", "Licence"} <= set(
        app.text().replace("─", " ").replace("━", " ").split()
    )
    app.choose("alpha", "bravo")
    app.wait_for("C Llama 2")  # the licence of the model under the cursor
    app.ask("Once upon a time")
    app.all_stream(2)
    alpha, bravo = app.outputs()
    assert alpha.title.startswith("1 alpha")
    assert bravo.title.startswith("2 bravo")

    app.send("escape")
    app.all_over()
    stopped = app.outputs()
    assert all(pane.status.startswith("■ stopped") and pane.text for pane in stopped)
    lanes = app.lanes()
    assert [lane["model"]["id"] for lane in lanes] == ["alpha", "bravo"]
    assert {lane["stop_reason"] for lane in lanes} == {"cancelled"}
    for lane, pane in zip(lanes, stopped, strict=True):
        last_word = pane.text.split()[-1]
        assert last_word in visible(lane["text"])

    app.send("f5")
    app.all_stream(2)
    app.send("escape")
    app.all_over()
    assert app.quit() == 0
    assert app.gave_screen_back()
    session = app.session()
    assert [run["prompt"] for run in session["runs"]] == ["Once upon a time"] * 2
    assert [len(run["lanes"]) for run in session["runs"]] == [2, 2]
    assert [lane["model"]["licence"] for lane in app.lanes()] == ["apache-2.0", "llama2"]


def test_the_licence_of_each_model_stands_over_its_output(playground: Opener) -> None:
    app = playground("-m", "alpha", "-m", "bravo", size=(120, 40))
    app.ready()
    app.ask("Hello")
    app.all_stream(2)
    assert [pane.title.split()[1:] for pane in app.outputs()] == [
        ["alpha", "Apache-2.0"],
        ["bravo", "Llama", "2"],
    ]


def test_a_lane_that_ends_says_how_fast_it_was_and_why_it_ended(playground: Opener) -> None:
    app = playground("-m", "brief", size=(120, 40))
    app.ready()
    app.ask("Hello")
    app.all_over()
    status = app.pane(1).status.split()
    assert status[:3] == ["✓", "8", "tok"]
    assert status[3].endswith("/s")
    assert "full" in status
    (lane,) = app.lanes()
    assert (lane["stop_reason"], lane["completion_tokens"]) == ("length", 8)


def test_a_new_size_in_the_middle_of_an_answer_keeps_its_text(playground: Opener) -> None:
    app = playground("-m", "alpha", "-m", "bravo", size=(120, 40))
    app.ready()
    app.ask("Hello")
    app.all_stream(2)
    for size in ((80, 24), (41, 12), (200, 60)):
        app.resize(*size)
        app.wait_for("llmplay needs" if size == (41, 12) else "F10 Quit")
    app.all_stream(2)
    app.send("escape")
    app.all_over()
    for number, lane in enumerate(app.lanes(), 1):
        begun = visible(lane["text"]).split()[:3]
        app.send("f4", "home")
        app.wait_for(lambda at=number, words=begun: app.pane(at).text.split()[:3] == words)  # type: ignore[misc]
