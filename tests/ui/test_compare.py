"""The compare screen and its export dialog, on sessions that the main screen recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Static

from playground.domain.comparison import Choice, compare, read_patterns
from playground.services.exports import FORMATS, export
from playground.services.sessions import open_session
from playground.ui.screens.compare import CompareScreen
from playground.ui.screens.compare.conclusions import ConclusionsScreen
from playground.ui.screens.compare.export import ExportDialog
from playground.ui.screens.compare.grid import CompareGrid
from playground.ui.screens.page import PageScreen
from tests.ui.scripted import Sitting, sitting


async def compared(here: Sitting, *prompts: tuple[str, ...]) -> CompareScreen:
    """The compare screen after runs that were answered so, each with a prompt of its own."""
    for number, texts in enumerate(prompts):
        await here.press("f3", *(["x"] if number else []))
        await here.run(*texts)
    await here.press("ctrl+y")
    screen = here.app.screen
    assert isinstance(screen, CompareScreen)
    await here.until(lambda: screen.query_one(CompareGrid).cell)
    return screen


def lines(here: Sitting) -> list[str]:
    grid = here.app.screen.query_one(CompareGrid)
    return [grid.render_line(y).text.rstrip() for y in range(grid.size.height)]


def shown(here: Sitting, selector: str = "Static") -> str:
    return str(here.app.screen.query(selector).first(Static).render())


async def test_nothing_to_compare_is_told() -> None:
    async with sitting(size=(80, 24)) as here:
        await here.press("ctrl+y")
        assert here.app.screen is here.main


async def test_prompts_by_models_over_all_runs() -> None:
    async with sitting(size=(80, 24)) as here:
        await compared(here, ("one \x1b[31mred", "two"), ("three", "four"))
        found = lines(here)
        assert found[0].split() == ["demo-llama", "demo-gpt2"]
        assert found[1].split() == ["1", "Hello", "one", "␛[31mred", "two"]
        assert found[5].split() == ["2", "Hellox", "three", "four"]
        assert "34 tok" in found[3]
        assert "demo-llama, run 1" in shown(here, "#about")
        await here.press("down", "right")
        assert "demo-gpt2, run 2" in shown(here, "#about")
        assert shown(here, "#verdict") == "No votes."
        assert all(len(line) <= 80 for line in found)


async def test_a_cell_opens_with_all_there_is_to_know() -> None:
    async with sitting(size=(80, 24)) as here:
        await compared(here, ("the first answer", "two"))
        await here.press("enter")
        assert isinstance(here.app.screen, PageScreen)
        page = shown(here)
        assert "the first answer" in page
        assert "Temperature" in page
        await here.press("escape")
        assert isinstance(here.app.screen, CompareScreen)


async def test_versions_of_a_cell_are_walked_through() -> None:
    async with sitting("demo-llama", size=(80, 24)) as here:
        await here.run("one")
        await here.press("r")
        await here.until(lambda: len(here.service.requests) == 2)
        await here.answer("two")
        await here.press("ctrl+y")
        screen = here.app.screen
        await here.until(lambda: screen.query_one(CompareGrid).cell)
        assert "2/2" in lines(here)[3]
        await here.press("comma")
        assert "1/2" in lines(here)[3]
        assert "one" in lines(here)[1]


async def test_any_two_are_compared_by_words() -> None:
    async with sitting(size=(80, 24)) as here:
        await compared(here, ("a big dog", "a small dog"), ("a big cat", "x"))
        await here.press("d")  # nothing is marked
        assert isinstance(here.app.screen, CompareScreen)
        await here.press("space", "right", "d")
        await here.until(lambda: isinstance(here.app.screen, PageScreen))
        assert "a [-big-] {+small+} dog" in shown(here)
        await here.press("escape", "left", "down", "space")
        assert "[1]" in lines(here)[3]
        assert "[2]" in lines(here)[7]
        await here.press("d")
        await here.until(lambda: isinstance(here.app.screen, PageScreen))
        assert "a big [-dog-] {+cat+}" in shown(here)


async def test_ratings_and_notes_are_recorded_and_known_on_the_main_screen() -> None:
    async with sitting(size=(80, 24)) as here:
        await compared(here, ("one", "two"))
        await here.press("right", "plus", "plus", "e", *"good", "enter")
        path = here.desk.store.path
        await here.until(lambda: open_session(path).runs[0].lanes[1].note == "good")
        lane = open_session(path).runs[0].lanes[1]
        assert (lane.rating, lane.note) == (5, "good")
        await here.until(lambda: "5/5" in lines(here)[3])
        await here.press("escape")
        assert here.panes[1].latest.rating == 5


async def test_conclusions_are_written_and_stand_in_the_summary() -> None:
    async with sitting(size=(80, 24)) as here:
        screen = await compared(here, ("one", "two"))
        await here.press("c")
        assert isinstance(here.app.screen, ConclusionsScreen)
        await here.press(*"Both", "enter", *"fine", "f2")
        await here.until(lambda: open_session(here.desk.store.path).conclusions == "Both\nfine")
        await here.until(lambda: screen._comparison and screen._comparison.conclusions)
        await here.press("s")
        page = shown(here)
        assert "Both\nfine" in page
        assert "demo-gpt2" in page
        assert "No votes." in page
        await here.press("escape", "c", "x", "escape")
        assert open_session(here.desk.store.path).conclusions == "Both\nfine"


@pytest.mark.parametrize("place", range(len(FORMATS)))
async def test_the_screen_writes_the_bytes_of_the_service(
    place: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    form = FORMATS[place]
    async with sitting(size=(80, 24)) as here:
        await compared(here, ("one", "=two"))
        await here.press("x")
        assert isinstance(here.app.screen, ExportDialog)
        await here.press(*["down"] * place)
        field = here.app.screen.query_one("#path", Input)
        assert field.value == f"{here.desk.store.path.stem}{form.suffix}"
        written = tmp_path / field.value
        await here.press("tab", "enter")
        await here.until(written.exists)
        # What the command line gives is compared with `export` in tests/cli/test_export.py.
        comparison = compare(open_session(here.desk.store.path))
        assert b"".join(export(comparison, form.name)) == written.read_bytes()


async def test_what_is_left_out_and_what_cannot_be_is_told(tmp_path: Path) -> None:
    async with sitting(size=(80, 24)) as here:
        await compared(here, ("the secret", "two"), ("three", "four"))
        await here.press("x", "tab")
        dialog = here.app.screen
        field = dialog.query_one("#path", Input)
        field.value = str(tmp_path / "x.md")
        dialog.query_one("#runs", Input).value = "one"
        dialog.query_one("#redact", Input).value = "("
        await here.press("f3", "enter")
        assert "Runs are numbers" in shown(here, "#told")
        dialog.query_one("#runs", Input).value = "1"
        await here.press("enter")
        assert "is no regular expression" in shown(here, "#told")
        dialog.query_one("#redact", Input).value = "secret"
        await here.press("enter")
        await here.until((tmp_path / "x.md").exists)
        choice = Choice(runs=frozenset({1}), anonymise=True, redact=read_patterns(["secret"]))
        expected = b"".join(export(compare(open_session(here.desk.store.path), choice), "markdown"))
        assert (tmp_path / "x.md").read_bytes() == expected
        assert b"secret" not in expected
        await here.press("x", "tab")
        here.app.screen.query_one("#path", Input).value = str(tmp_path / "x.md")
        await here.pilot.pause()
        assert "replaces" in shown(here, "#told")
        await here.press("escape")
        assert isinstance(here.app.screen, CompareScreen)


async def test_many_models_scroll_by_columns() -> None:
    models = ("demo-llama", "demo-gpt2", "demo-llama:q4_0", "demo-gpt2:f16")
    async with sitting(*models, size=(80, 24)) as here:
        await compared(here, ("a", "b", "c", "d"))
        assert lines(here)[0].split()[-1] == "›"
        await here.press(*["right"] * 5)
        assert lines(here)[0].split()[0] == "‹"
        assert "demo-gpt2:f16" in shown(here, "#about")


async def test_a_blind_comparison_stays_blind() -> None:
    async with sitting(size=(80, 24)) as here:
        await here.press("f4", "b")
        await here.run("one", "two")
        await here.press("ctrl+y")
        assert here.app.screen is here.main
        await here.press("u", "ctrl+y")
        assert isinstance(here.app.screen, CompareScreen)
