"""Keys that come in a burst, as over a slow line, do what they do one by one."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from textual.events import Key
from textual.widgets import Input

from playground.domain.prompts import variant_name
from playground.domain.records import SessionRecord
from playground.services.sessions import open_session
from playground.ui.screens.ask import AskKey
from playground.ui.screens.compare import screen as compare_screen
from playground.ui.screens.compare.export import ExportDialog
from playground.ui.screens.compare.screen import CompareScreen
from tests.ui.scripted import Sitting, sitting

CHARACTERS = {"space": " ", "slash": "/", "enter": "\r", "backspace": "\x7f"}


def typed(one: Sitting, *keys: str) -> None:
    """Send keys without waiting for what they do."""
    driver = one.app._driver
    assert driver is not None
    for key in keys:
        event = Key(key, CHARACTERS.get(key, key if len(key) == 1 else None))
        event.set_sender(one.app)
        driver.send_message(event)


async def burst(one: Sitting, *keys: str) -> None:
    """Send keys without waiting between them."""
    typed(one, *keys)
    for _ in range(5):
        await one.pilot.pause()


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ((*"abc", "backspace", "backspace", *"xy"), "Helloaxy"),
        ((*"ac", "left", "b", "right", "d"), "Helloabcd"),
        (("home", "x", "end", "y"), "xHelloy"),
        (("ctrl+u", *"new"), "new"),
        (("ctrl+w", "b"), "b"),
        (("a", "ctrl+underscore", "b"), "Hellob"),
    ],
)
async def test_editing_keys_keep_their_place_among_letters(
    keys: tuple[str, ...], text: str
) -> None:
    async with sitting() as one:
        await burst(one, *keys)
        assert one.main.prompt.text == text


async def test_a_run_begins_with_what_was_typed_before_it() -> None:
    async with sitting("demo-llama") as one:
        await burst(one, *"abc", "backspace", "f5")
        await one.until(lambda: bool(one.service.requests))
        assert one.service.requests[0].prompt == "Helloab"
        await one.answer("x")


@pytest.mark.parametrize("key", ["f2", "f4", "f6", "f9"])
async def test_a_backspace_belongs_to_where_it_was_typed(key: str) -> None:
    async with sitting() as one:
        await burst(one, *"xyz", "backspace", "backspace", key)
        assert one.main.prompt.text == "Hellox"
        assert all(not field.value for field in one.main.sampling.query(Input))


async def test_what_is_typed_after_a_new_variant_goes_into_it() -> None:
    async with sitting() as one:
        await burst(one, *"one", "ctrl+n", *"two")
        drafts = one.main.prompt.drafts
        assert (drafts.texts, variant_name(drafts.at)) == (("Helloone", "Helloonetwo"), "B")


async def test_from_the_models_to_a_run_in_one_burst() -> None:
    async with sitting("demo-llama") as one:
        await burst(one, "f2", "slash", *"gpt2:f16", "enter", "space", "f3", *"hi", "f5")
        await one.until(lambda: bool(one.service.requests))
        request = one.service.requests[0]
        assert [lane.entry.id for lane in request.lanes] == ["demo-llama", "demo-gpt2:f16"]
        assert request.prompt == "Hellohi"
        await one.answer("x", "y")


async def test_a_question_takes_its_answer_from_a_burst() -> None:
    async with sitting() as one:
        await one.run("a", "b")
        await burst(one, "v", "2", "z")
        await one.until(lambda: bool(one.desk.store.votes))
        assert not isinstance(one.app.screen, AskKey)
        assert one.desk.store.votes[0].winner == "second"
        assert one.main.outputs.has_class("zoomed")


async def test_keys_wait_for_a_session_that_is_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly(path: Path) -> SessionRecord:
        begun.set()
        go_on.wait()
        return open_session(path)

    monkeypatch.setattr(compare_screen, "open_session", slowly)
    async with sitting() as one:
        await one.run("a", "b")
        typed(one, "ctrl+y", "x")
        await asyncio.to_thread(begun.wait)
        for _ in range(200):
            await asyncio.sleep(0)  # by now a key that does not wait was looked at
        assert isinstance(one.app.screen, CompareScreen)
        go_on.set()
        await one.until(lambda: isinstance(one.app.screen, ExportDialog))


async def test_esc_leaves_a_screen_that_reads_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    monkeypatch.setattr(compare_screen, "open_session", lambda _: go_on.wait())
    async with sitting() as one:
        await one.run("a", "b")
        try:
            typed(one, "ctrl+y", "escape")
            await one.until(lambda: one.app.screen is one.main)
        finally:
            go_on.set()
