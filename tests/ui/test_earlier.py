"""A session that goes on: its last run is there again, and the runs before it by key."""

from __future__ import annotations

from pathlib import Path

from playground.services.sessions import open_session
from tests.ui.scripted import Sitting, sitting


async def first_sitting(path: Path) -> None:
    """Two prompts; the second one run twice, rated, noted and voted on."""
    async with sitting(session=path) as one:
        await one.run("a first answer", "another first answer")
        await one.press("f3", *" you")
        await one.run("an answer", "another answer")
        await one.press("plus", "r")
        await one.until(lambda: len(one.service.requests) == 3)
        await one.answer("an answer again")
        await one.press("e", *"fine", "enter", "v", "2")
        await one.until(lambda: bool(one.desk.store.votes))


def shown(one: Sitting) -> list[str]:
    return [pane.text for pane in one.panes]


async def test_the_last_run_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    await first_sitting(path)
    async with sitting(chosen=False, prompt="", session=path) as one:
        await one.until(lambda: len(one.panes) == 2)
        assert shown(one) == ["an answer again", "another answer"]
        assert one.main.prompt.text == "Hello you"
        assert [entry.id for entry in one.main.catalog.chosen] == ["demo-llama", "demo-gpt2"]
        await one.press("f4")
        assert one.titles[0].startswith("1 demo-llama v2/2")
        assert one.status().endswith("note")
        assert "34 tok" in one.status()
        await one.press("left")
        assert one.panes[0].text == "an answer"
        assert "★★★★☆" in one.status() or "4/5" in one.status()
        await one.press("t")
        assert "1 vote" in str(one.app.screen.query("Static").first().render())


async def test_running_again_goes_on_with_the_versions(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    await first_sitting(path)
    async with sitting(chosen=False, prompt="", session=path) as one:
        await one.until(lambda: len(one.panes) == 2)
        await one.press("f4", "r")
        await one.until(lambda: bool(one.service.requests))
        (lane,) = one.service.requests[0].lanes
        assert (lane.version, one.service.requests[0].again) == (3, 2)
        await one.answer("a third time")
        assert "v3/3" in one.titles[0]
        await one.press("plus")
        await one.until(lambda: open_session(path).runs[-1].lanes[0].rating == 4)
        await one.run("both", "once more")
        assert one.service.requests[1].again == 2, "the same prompt, models and variants"


async def test_earlier_runs_by_key(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    await first_sitting(path)
    async with sitting(chosen=False, prompt="", session=path) as one:
        await one.until(lambda: len(one.panes) == 2)
        await one.press("f4", "less_than_sign")
        await one.until(lambda: shown(one) == ["a first answer", "another first answer"])
        told = [notice.message for notice in one.app._notifications]
        assert told[-1].startswith("Run 1 of 2, ")
        assert told[-1].endswith(": Hello")
        assert one.focused is one.panes[0]
        await one.press("less_than_sign")
        assert shown(one)[0] == "a first answer"
        await one.press("greater_than_sign")
        await one.until(lambda: shown(one) == ["an answer again", "another answer"])


async def test_runs_of_the_same_sitting_come_back_too() -> None:
    async with sitting() as one:
        await one.press("f4", "less_than_sign")
        assert "no earlier run" in [notice.message for notice in one.app._notifications][-1]
        await one.run("a", "b")
        await one.press("f3", "x")
        await one.run("c", "d")
        await one.press("less_than_sign")
        await one.until(lambda: shown(one) == ["a", "b"])


async def test_what_was_named_on_the_command_line_stays(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    await first_sitting(path)
    async with sitting("demo-gpt2", prompt="Mine", session=path) as one:
        await one.until(lambda: len(one.panes) == 2)
        assert one.main.prompt.text == "Mine"
        assert [entry.id for entry in one.main.catalog.chosen] == ["demo-gpt2"]


async def test_a_model_that_is_gone_is_shown_and_not_selected(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    await first_sitting(path)
    text = path.read_text(encoding="utf-8")
    text = text.replace('id = "demo-gpt2"', 'id = "gone"').replace("demo-gpt2", "gone")
    path.write_text(text.replace("gpt2", "gone"), encoding="utf-8")
    async with sitting(chosen=False, prompt="", session=path) as one:
        await one.until(lambda: len(one.panes) == 2)
        assert shown(one) == ["an answer again", "another answer"]
        assert [entry.id for entry in one.main.catalog.chosen] == ["demo-llama"]


async def test_what_was_set_is_set_again(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    async with sitting(session=path) as one:
        await one.press("f9", "f6", *["tab"] * 7, "2", "f3")
        asked = str(one.main.sampling.query_one("#sampling-summary").render())
        await one.run("a", "b", "c", "d")
    async with sitting(chosen=False, prompt="", session=path) as one:
        await one.until(lambda: len(one.panes) == 4)
        await one.until(lambda: not one.main.sampling.untouched)
        assert str(one.main.sampling.query_one("#sampling-summary").render()) == asked
        assert "greedy" in asked
        assert "samples 2" in asked
