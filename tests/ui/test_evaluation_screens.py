"""Tasks and models are chosen, scores watched, answers looked at and findings written by key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from playground.services.evaluation.ordering import earlier, evaluations_folder
from playground.services.findings import write_findings
from playground.services.tasks.finding import own_folder
from playground.ui.screens.ask import AskKey, AskText
from playground.ui.screens.evaluation.earlier import EarlierScreen
from playground.ui.screens.evaluation.examples import ExamplesScreen
from playground.ui.screens.evaluation.order import OrderScreen
from playground.ui.screens.evaluation.result import ResultScreen
from playground.ui.screens.page import PageScreen
from playground.ui.widgets.row_list import RowList
from tests.cli.program import llmplay
from tests.ui.scripted import Sitting, sitting


async def wait(one: Sitting, condition: Callable[[], object]) -> None:
    """For what real models do."""
    async with asyncio.timeout(60):
        while not condition():
            await one.pilot.pause(0.02)


def about(one: Sitting) -> str:
    return str(one.app.screen.query_one("#about", Static).content)


def rows(one: Sitting) -> list[str]:
    """The lines of the list in view."""
    found = one.app.screen.query(RowList).first()
    lines = (found.render_line(y).text.rstrip() for y in range(found.size.height))
    return [line for line in lines if line]


def title(one: Sitting) -> str:
    return str(one.app.screen.query(RowList).first().border_title)


async def order(one: Sitting, task: str, *, limit: str = "") -> OrderScreen:
    await one.press("ctrl+x")
    await wait(one, lambda: isinstance(one.app.screen, OrderScreen))
    screen = one.app.screen
    assert isinstance(screen, OrderScreen)
    tasks = screen.query_one("#tasks", RowList)
    while tasks.cursor != task:
        await one.press("down")
    screen.query_one("#limit", Input).value = limit
    return screen


async def evaluated(one: Sitting, *, limit: str = "4") -> ResultScreen:
    await order(one, "qa-demo", limit=limit)
    await one.press("f5")
    await wait(one, lambda: isinstance(one.app.screen, ResultScreen))
    screen = one.app.screen
    assert isinstance(screen, ResultScreen)
    evaluation = one.desk.evaluation
    assert evaluation is not None
    await wait(one, lambda: not evaluation.running)
    whole = f"Evaluation · {evaluation.total} of {evaluation.total} answers"
    await wait(one, lambda: title(one) == whole and f"n = {limit}," in about(one))
    return screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_from_tasks_to_findings(size: tuple[int, int], tmp_path: Path) -> None:
    async with sitting("demo-llama", "demo-gpt2", size=size) as one:
        await evaluated(one)
        assert title(one) == "Evaluation · 8 of 8 answers"
        heading, *models = rows(one)
        assert "Exact match" in heading
        assert [line.split()[1] for line in models] == ["4/4", "4/4"]
        assert {line.split()[0] for line in models} == {"demo-llama", "demo-gpt2"}

        await one.press("p")
        assert isinstance(one.app.screen, PageScreen)
        await one.press("escape", "v")
        assert isinstance(one.app.screen, PageScreen)
        await one.press("escape", "c")
        await one.press(*"Fine", "f2")
        await one.press("x")
        assert isinstance(one.app.screen, AskText)
        one.app.screen.query_one(Input).value = str(tmp_path / "report")
        await one.press("enter")
        await wait(one, lambda: "Written" in about(one))
        (only,) = earlier()
        for name in ("findings.md", "findings.html"):
            text = (tmp_path / "report" / name).read_bytes()
            assert b"Fine" in text
            assert text == (only.folder / name).read_bytes()
    repeated = llmplay("report", only.folder)
    assert repeated.code == 0, repeated.err
    for name in ("findings.md", "findings.html"):
        assert (only.folder / name).read_bytes() == (tmp_path / "report" / name).read_bytes()


async def test_every_answer_can_be_looked_at() -> None:
    async with sitting("demo-llama", "demo-gpt2", size=(100, 30)) as one:
        await evaluated(one)
        await one.press("enter")
        assert isinstance(one.app.screen, ExamplesScreen)
        heading, *lines = rows(one)
        assert heading.split() == ["1", "2"]
        assert len(lines) == 4
        assert all(line.split()[1] in {"0.00", "1.00"} for line in lines)
        await one.press("d")
        spreads = [abs(float(a) - float(b)) for _, a, b, *_ in map(str.split, rows(one)[1:])]
        assert spreads == sorted(spreads, reverse=True)
        await one.press("enter")
        page = one.app.screen
        assert isinstance(page, PageScreen)
        text = str(page.query(Static).first().content)
        for part in ("Prompt", "Passage:", "Wanted", "demo-llama", "demo-gpt2", "Token F1"):
            assert part in text


async def test_what_was_stopped_is_gone_on_with() -> None:
    async with sitting("demo-llama", "demo-gpt2") as one:
        await order(one, "qa-demo")
        await one.press("f5")
        await wait(one, lambda: one.desk.evaluation is not None and one.desk.evaluation.done)
        await one.press("s")
        stopped = one.desk.evaluation
        assert stopped is not None
        assert stopped.state == "stopped"
        assert 0 < stopped.done < stopped.total
        await wait(one, lambda: "stopped" in title(one))
        assert write_findings(stopped.evaluation.folder)
        await one.press("escape", "ctrl+x")
        await wait(one, lambda: isinstance(one.app.screen, OrderScreen))
        await one.press("o")
        await wait(one, lambda: isinstance(one.app.screen, EarlierScreen))
        await wait(one, lambda: "qa-demo" in about(one))
        await one.press("enter")
        await wait(one, lambda: isinstance(one.app.screen, ResultScreen))
        assert f"{stopped.done} of 96" in title(one)
        await one.press("g")
        await wait(one, lambda: title(one) == "Evaluation · 96 of 96 answers")
        assert [line.split()[1] for line in rows(one)[1:]] == ["48/48", "48/48"]


async def test_leaving_the_screen_stops_nothing_and_quitting_keeps_the_answers() -> None:
    async with sitting("demo-llama") as one:
        screen = await order(one, "qa-demo")
        screen.query_one("#samples", Input).value = "100"
        await one.press("f5")
        await wait(one, lambda: one.desk.evaluation is not None and one.desk.evaluation.done)
        await one.press("escape")
        assert one.app.screen is one.main
        goes_on = one.desk.evaluation
        assert goes_on is not None
        await one.press("ctrl+x")
        await wait(one, lambda: isinstance(one.app.screen, ResultScreen))
        one.app.screen.dismiss(None)
    assert not goes_on.running
    kept = goes_on.evaluation.folder.records()
    assert len(kept) == goes_on.done > 0


async def test_code_is_run_only_after_a_yes() -> None:
    async with sitting("demo-llama") as one:
        await order(one, "codegen-demo", limit="2")
        await one.press("f5")
        asked = one.app.screen
        assert isinstance(asked, AskKey)
        assert "is run on this machine" in str(asked.query(Static).first().content)
        await one.press("escape")
        assert isinstance(one.app.screen, OrderScreen)
        assert one.desk.evaluation is None
        await one.press("f5", "n")
        await wait(one, lambda: one.desk.evaluation is not None)
        evaluation = one.desk.evaluation
        assert evaluation is not None
        await wait(one, lambda: not evaluation.running)
        assert not evaluation.evaluation.order.execute
        assert all("passed" not in record.scores for record in evaluation.evaluation.records)


async def test_what_cannot_be_is_told_at_once() -> None:
    own_folder().mkdir(parents=True)
    (own_folder() / "mine.toml").write_text("name = 3\n", encoding="utf-8")
    async with sitting("demo-llama") as one:
        screen = await order(one, "qa-demo")
        assert "mine.toml" in " ".join(screen._problems)
        for id_, bad in (("limit", "0"), ("samples", "x"), ("seed", "-1")):
            field = screen.query_one(f"#{id_}", Input)
            field.value = bad
            await one.press("f5")
            assert "must be a whole number" in about(one)
            assert repr(bad) in about(one)
            assert screen.focused is field
            field.value = ""
        await one.press("escape")
        assert not evaluations_folder().exists()
