from __future__ import annotations

import re
from pathlib import Path

import pytest

from playground.domain.keymap import KEYMAP
from playground.ui.screens.ask import AskKey, AskText
from playground.ui.screens.markdown_page import MarkdownPage
from playground.ui.screens.page import PageScreen
from playground.ui.widgets.output_grid import OutputGrid
from tests.ui.scripted import Sitting, sitting


def page_text(one: Sitting) -> str:
    assert isinstance(one.app.screen, PageScreen)
    return str(one.app.screen.query("Static").first().render())


def test_every_key_of_the_outputs_is_bound() -> None:
    bound = {
        re.sub(r"\.[1-9]$", "", binding.id or "")  # type: ignore[union-attr]
        for binding in OutputGrid.BINDINGS
    }
    assert {key.id for key in KEYMAP if key.where == "outputs"} == bound


async def test_digits_and_letters_go_to_outputs() -> None:
    async with sitting() as one:
        await one.run("first", "second")
        assert one.focused is one.panes[0]
        await one.press("2")
        assert one.focused is one.panes[1]
        await one.press("n")
        assert one.focused is one.panes[0]
        await one.press("p")
        assert one.focused is one.panes[1]
        await one.press("3")
        assert one.focused is one.panes[1]
        await one.press("z", "1")
        assert [pane.display for pane in one.panes] == [True, False]


async def test_a_rerun_is_another_version_and_the_first_stays() -> None:
    async with sitting() as one:
        await one.run("first try", "other")
        first = one.service.requests[0]
        await one.press("r")
        await one.until(lambda: bool(one.service.lanes))
        request = one.service.requests[1]
        assert [(lane.index, lane.version) for lane in request.lanes] == [(0, 2)]
        assert request.lanes[0].sampling.seed != first.lanes[0].sampling.seed
        assert request.again == 1
        await one.answer("second try")
        assert one.titles[0].startswith("1 demo-llama v2/2")
        assert one.panes[0].view.text == "second try"
        await one.press("left")
        assert one.panes[0].view.text == "first try"
        assert one.titles[0].startswith("1 demo-llama v1/2")
        await one.press("left", "right", "right")
        assert one.panes[0].view.text == "second try"
        assert one.panes[1].view.text == "other"


async def test_a_seed_that_was_set_is_used_again() -> None:
    async with sitting("demo-llama") as one:
        await one.press("f6")
        field = one.main.query_one("#seed")
        one.main.set_focus(field)
        await one.press("4", "2")
        await one.run("text")
        await one.press("r")
        await one.until(lambda: len(one.service.requests) == 2)
        assert [request.lanes[0].sampling.seed for request in one.service.requests] == [42, 42]
        await one.answer("text")


async def test_one_output_runs_again_beside_one_that_goes_on() -> None:
    async with sitting() as one:
        await one.run()
        one.service.end(0, "quick")
        await one.until(lambda: one.panes[0].latest.over)
        await one.press("f4", "r")
        assert [(lane.index, lane.version) for lane in one.service.joined] == [(0, 2)]
        await one.press("r")  # it runs already
        assert len(one.service.joined) == 1
        await one.answer("quick again", "slow")
        assert [pane.view.text for pane in one.panes] == ["quick again", "slow"]
        assert one.panes[0].attempts[0].text == "quick"


async def test_all_run_again_with_the_same_new_seed() -> None:
    async with sitting() as one:
        await one.run("a", "b")
        await one.press("R")
        await one.until(lambda: len(one.service.requests) == 2)
        lanes = one.service.requests[1].lanes
        assert [lane.version for lane in lanes] == [2, 2]
        assert lanes[0].sampling.seed == lanes[1].sampling.seed
        await one.answer("c", "d")


async def test_f5_makes_versions_of_the_same_and_fresh_columns_of_another_prompt() -> None:
    async with sitting() as one:
        await one.run("a", "b")
        await one.run("c", "d")
        assert [len(pane.attempts) for pane in one.panes] == [2, 2]
        assert [lane.version for lane in one.service.requests[1].lanes] == [2, 2]
        await one.press("f3", "end", "x")
        await one.run("e", "f")
        assert [len(pane.attempts) for pane in one.panes] == [1, 1]
        assert one.service.requests[2].again == 0


async def test_stopping_one_leaves_the_other() -> None:
    async with sitting() as one:
        await one.run()
        one.service.say(0, "so far")
        one.service.say(1, "on and on")
        await one.until(lambda: one.panes[1].latest.tokens == 1)
        await one.press("f4", "s")
        await one.until(lambda: one.panes[0].latest.over)
        assert one.status().startswith("■ stopped")
        assert not one.panes[1].latest.over
        await one.press("escape")
        await one.until(lambda: not one.main.busy)
        assert one.status(1).startswith("■ stopped")


async def test_following_is_shown_while_the_text_grows() -> None:
    async with sitting() as one:
        await one.run()
        one.service.say(0, "text")
        await one.until(lambda: one.panes[0].latest.tokens == 1)
        await one.press("f4", "f")
        assert "held" in one.status() or "not following" in one.status()
        await one.press("f")
        assert "held" not in one.status()
        assert "following" not in one.status()
        await one.answer("a", "b")


async def test_search_counts_and_walks() -> None:
    async with sitting("demo-llama") as one:
        await one.run("\n".join(f"line {n} cat" if n % 10 == 0 else f"line {n}" for n in range(60)))
        await one.press("slash")
        assert isinstance(one.app.screen, AskText)
        await one.press(*"CAT", "enter")
        assert "not found" in one.status()  # a capital counts
        await one.press("home", "slash", "backspace", "backspace", "backspace", *"cat", "enter")
        assert "match 1 of 6" in one.status()
        await one.press("full_stop", "full_stop", "full_stop")
        assert "match 4 of 6" in one.status()
        view = one.panes[0].view
        shown = [view.render_line(y) for y in range(view.size.height)]
        current = next(strip for strip in shown if "line 30 cat" in strip.text)
        styles = {segment.text: segment.style for segment in current}
        assert styles["cat"] is not None
        assert styles["cat"].reverse
        await one.press("comma", "comma", "comma", "comma")
        assert "match 6 of 6" in one.status()
        await one.press("slash", "backspace", "backspace", "backspace", "enter")
        assert "match" not in one.status()


async def test_esc_ends_a_search_before_it_goes_back_to_the_prompt() -> None:
    async with sitting() as one:
        await one.run("one two one", "three")
        await one.press("1", "slash", *"one", "enter")
        assert "match 1 of 2" in one.status()
        await one.press("escape")
        assert "match" not in one.status()
        assert one.focused is not None
        await one.press("escape")
        assert one.main.prompt.has_focus


async def test_markdown_is_read_on_a_page_and_obeys_no_controls() -> None:
    async with sitting("demo-llama") as one:
        await one.run("# Title\n\n```python\nx = 1\n```\n\x1b[2Jgone?")
        await one.press("m")
        await one.until(lambda: isinstance(one.app.screen, MarkdownPage))
        page = one.app.screen
        await one.until(lambda: bool(page.query("MarkdownFence")))
        assert "\x1b" not in page.query_one("Markdown").source  # type: ignore[attr-defined]
        assert "␛[2Jgone?" in page.query_one("Markdown").source  # type: ignore[attr-defined]
        await one.press("escape")
        assert one.app.screen is one.main


async def test_words_are_compared_with_the_version_before_or_another_output() -> None:
    async with sitting() as one:
        await one.run("a red dog", "a blue cat")
        await one.press("d")
        await one.until(lambda: isinstance(one.app.screen, PageScreen))
        assert "a [-red dog-] {+blue cat+}" in page_text(one)
        await one.press("escape", "r")
        await one.until(lambda: len(one.service.requests) == 2)
        await one.answer("a green dog")
        await one.press("d")
        assert isinstance(one.app.screen, AskKey)
        await one.press("x", "0")
        await one.until(lambda: isinstance(one.app.screen, PageScreen))
        assert "a [-red-] {+green+} dog" in page_text(one)


async def test_a_text_is_written_and_nothing_replaced_without_asking(tmp_path: Path) -> None:
    async with sitting("demo-llama") as one:
        await one.run("the text")
        path = tmp_path / "a.txt"
        path.write_text("old")

        async def write() -> None:
            await one.press("w")
            one.app.screen.query_one("Input").value = str(path)  # type: ignore[attr-defined]
            await one.press("enter")

        await write()
        assert isinstance(one.app.screen, AskKey)
        await one.press("escape")
        assert path.read_text() == "old"
        await write()
        await one.press("y")
        await one.until(lambda: path.read_text() == "the text")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_rows_that_do_not_fit_scroll(size: tuple[int, int]) -> None:
    models = ("demo-llama", "demo-gpt2", "demo-llama:q4_0", "demo-llama:f16", "demo-gpt2:f16")
    async with sitting(*models, size=size) as one:
        await one.run(*(f"text {number}" for number in range(5)))
        await one.press("5")
        assert all(pane.size.height >= 3 for pane in one.panes)
        grid = one.main.outputs
        assert grid.region.contains_region(one.panes[4].region)
