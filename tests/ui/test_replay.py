"""The replay of a session on the screen, in real processes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Static

from playground.domain.runs import plan
from playground.services import paths
from playground.services.catalog import load_bundled, load_templates
from playground.services.pool import EnginePool
from playground.services.runner import RunService
from playground.services.sessions import SessionStore, open_session
from playground.services.settings import Settings
from playground.ui.screens.page import PageScreen
from playground.ui.screens.replay import ReplayScreen
from playground.ui.widgets.row_list import RowList
from tests.ui.scripted import Sitting, sitting


@pytest.fixture
async def recorded() -> Path:
    """A session of two runs: one of two models, one of a single one."""
    path = paths.sessions_folder() / "mine.toml"
    store, pool = SessionStore(path), EnginePool(warm=2)
    models = {entry.id: entry for entry in load_bundled()}
    chosen = {"max_new_tokens": 12, "seed": 5}
    try:
        for names in (("demo-llama", "demo-gpt2"), ("demo-llama",)):
            entries = [models[name] for name in names]
            request = plan(entries, load_templates(), prompt="Once upon", chosen=chosen)
            async for _ in RunService(pool, Settings(), store).stream(request):
                pass
    finally:
        await pool.close()
        store.close()
    return path


def rows(here: Sitting) -> list[str]:
    list_ = here.app.screen.query_one(RowList)
    found = [list_.render_line(y).text.rstrip() for y in range(list_.size.height)]
    return [line for line in found if line]


def verdict(here: Sitting) -> str:
    return str(here.app.screen.query_one("#verdict", Static).render())


async def until(here: Sitting, condition: Callable[[], object]) -> None:
    """Wait for real processes."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, verdict(here)
        await asyncio.sleep(0.02)
        await here.pilot.pause()


async def replayed(here: Sitting) -> None:
    """Open the list and replay the only session in it."""
    await here.press("ctrl+j")
    await here.until(lambda: rows(here))
    await here.press("p")
    assert isinstance(here.app.screen, ReplayScreen)
    await until(here, lambda: verdict(here).startswith("Done"))


async def test_what_is_the_same_what_differs_and_what_cannot_run(recorded: Path) -> None:
    text = recorded.read_text()
    said = open_session(recorded).runs[0].lanes[0].text
    before, key, after = text.replace(said, said[:4] + "@" + said[5:], 1).rpartition('sha256 = "')
    recorded.write_text(f"{before}{key}0{after[1:]}")
    written = recorded.read_bytes()
    async with sitting(size=(80, 24)) as here:
        await replayed(here)
        assert verdict(here) == "Done: 1 identical, 1 differs, 1 cannot run."
        by_mark = {line.split()[0]: line for line in rows(here)}
        assert by_mark["✓"].endswith("identical")
        assert "differs at character 4" in by_mark["≠"]
        assert "cannot run: " in by_mark["✗"]
        while "differs" not in str(here.app.screen.query_one("#about", Static).render()):
            await here.press("down")
        await here.press("enter")
        await here.until(lambda: isinstance(here.app.screen, PageScreen))
        page = str(here.app.screen.query("Static").first().render())
        assert "{+" in page
        await here.press("escape")
        await here.press("escape")
        assert not isinstance(here.app.screen, ReplayScreen)
    assert recorded.read_bytes() == written


async def test_one_run_from_the_compare_screen(recorded: Path) -> None:
    async with sitting(session=recorded) as here:
        await here.press("ctrl+y")
        about = here.app.screen.query_one("#about", Static)
        await here.until(lambda: "demo-" in str(about.render()))
        await here.press("p")
        assert isinstance(here.app.screen, ReplayScreen)
        await until(here, lambda: verdict(here).startswith("Done"))
        numbers = {line.split()[2].rstrip(",") for line in rows(here)}
        assert len(numbers) == 1
        assert " 0 differ" in verdict(here)


async def test_it_is_stopped_by_key(recorded: Path) -> None:
    path = recorded
    async with sitting() as here:
        await here.press("ctrl+j")
        await here.until(lambda: rows(here))
        await here.press("p", "escape")
        await until(here, lambda: verdict(here).startswith(("Stopped", "Done")))
        await here.press("escape")
        assert not isinstance(here.app.screen, ReplayScreen)
    assert path.exists()
