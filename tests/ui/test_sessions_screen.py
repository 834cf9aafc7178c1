"""The list of sessions, and going on with another one."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input, Static

from playground.services import paths
from playground.services.sessions import SessionStore, open_session
from playground.services.sessions.changing import change, trash_folder
from playground.ui.screens.ask import AskKey
from playground.ui.screens.compare import CompareScreen
from playground.ui.screens.sessions import SessionsScreen
from playground.ui.widgets.row_list import RowList
from tests.services.records import answer, ask, record
from tests.ui.scripted import Sitting, sitting


def made(name: str, *prompts: str, tags: tuple[str, ...] = ()) -> Path:
    """A recorded session."""
    path = paths.sessions_folder() / f"{name}.toml"
    store = SessionStore(path)
    for prompt in prompts:
        record(store, ask(prompt), answer(f"{prompt} one"), answer(f"{prompt} two"))
    store.close()
    change(path, title=name.title(), tags=tags)
    return path


async def opened(here: Sitting) -> SessionsScreen:
    await here.press("ctrl+j")
    screen = here.app.screen
    assert isinstance(screen, SessionsScreen)
    await here.until(lambda: "Reading" not in about(here))
    return screen


def rows(here: Sitting) -> list[str]:
    list_ = here.app.screen.query_one(RowList)
    found = [list_.render_line(y).text.rstrip() for y in range(list_.size.height)]
    return [line for line in found if line]


def about(here: Sitting) -> str:
    return str(here.app.screen.query_one("#about", Static).render())


async def test_sessions_are_listed_and_filtered() -> None:
    made("apples", "eat", tags=("fruit",))
    made("pears", "cook", "bake")
    async with sitting(size=(80, 24)) as here:
        await opened(here)
        assert {line.split()[5] for line in rows(here)} == {"Pears", "Apples"}
        assert all(len(line) <= 80 for line in rows(here))
        await here.press("slash", *"fruit")
        (line,) = rows(here)
        assert "Apples #fruit" in line
        assert "1 run, 2 answers" in about(here)
        await here.press("escape")
        assert len(rows(here)) == 2
        await here.press("escape")
        assert here.app.screen is here.main


async def test_all_texts_are_searched() -> None:
    made("apples", "eat")
    made("pears", "cook", "bake \x1b[31m")
    async with sitting() as here:
        await opened(here)
        await here.press("f", *"bake", "enter")
        await here.until(lambda: "bake" in about(here))
        assert len(rows(here)) == 3
        assert "Pears, run 2, prompt: bake" in rows(here)[0]
        assert "\x1b" not in "".join(rows(here))
        await here.press("escape")
        assert len(rows(here)) == 2
        await here.press("f", *"xyzzy", "enter")
        await here.until(lambda: "Nothing holds xyzzy" in about(here))


async def test_a_session_is_changed_copied_deleted_and_brought_back() -> None:
    path = made("apples", "eat")
    async with sitting() as here:
        await opened(here)
        await here.press("r")
        here.app.screen.query_one(Input).value = "Cider"
        await here.press("enter")
        await here.until(lambda: "Cider" in about(here))
        await here.press("t", *"a, #b", "enter")
        await here.until(lambda: "Cider #a #b" in rows(here)[0])
        await here.press("c", *"So be it.", "f2")
        await here.until(lambda: open_session(path).conclusions == "So be it.")
        session = open_session(path)
        assert (session.title, session.tags) == ("Cider", ("a", "b"))
        await here.press("d")
        await here.until(lambda: len(rows(here)) == 2)
        assert "Cider (copy)" in about(here)
        await here.press("x", "y")
        await here.until(lambda: len(rows(here)) == 1)
        assert len(list(trash_folder().iterdir())) == 1
        await here.press("u")
        await here.until(lambda: len(rows(here)) == 2)
        assert list(trash_folder().iterdir()) == []


async def test_another_session_is_gone_on_with() -> None:
    path = made("apples", "eat", "drink")
    async with sitting() as here:
        await here.run("one", "two")
        mine = here.desk.store.path
        await opened(here)
        await here.until(lambda: any("●" in line for line in rows(here)))
        await here.press("slash", *"apples", "enter", "enter")
        await here.until(lambda: here.desk.store.path == path)
        await here.until(lambda: len(here.panes) == 2)
        assert here.panes[0].text == "drink one"
        await here.press("f3")
        await here.run("three", "four")
        assert [run.number for run in open_session(path).runs] == [1, 2, 3]
        SessionStore(mine).close()  # nobody has it open any more


async def test_a_session_that_is_open_elsewhere_is_copied_or_read() -> None:
    path = made("apples", "eat")
    other = SessionStore(path)
    async with sitting() as here:
        for key in ("r", "c"):
            await opened(here)
            await here.press("slash", *"apples", "enter", "enter")
            await here.until(lambda: isinstance(here.app.screen, AskKey))
            await here.press(key)
            if key == "r":
                await here.until(lambda: isinstance(here.app.screen, CompareScreen))
                await here.press("escape")
        await here.until(lambda: here.desk.store.exists)
        assert here.desk.store.path != path
        assert open_session(here.desk.store.path).title == "Apples (copy)"
    other.close()


async def test_a_damaged_session_is_recovered() -> None:
    path = made("apples", "eat", "drink")
    text = path.read_text()
    path.write_text(text.replace("lane = 0", "lane = zero", 1))
    async with sitting() as here:
        await opened(here)
        await here.press("v")
        await here.until(lambda: "Left out" in about(here))
        recovered = open_session(path.with_name("apples-recovered.toml"))
        assert [len(run.lanes) for run in recovered.runs] == [1, 2]
