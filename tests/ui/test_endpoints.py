"""Endpoints on the screen: their sign in the catalog, and the question before the first prompt."""

from __future__ import annotations

from playground.domain.endpoints import EndpointSettings
from playground.services.endpoints import endpoint_entry
from playground.ui.catalog_line import ELSEWHERE, catalog_line
from playground.ui.screens.ask import AskKey
from tests.ui.scripted import sitting

ENDPOINT = EndpointSettings("mine", "http://127.0.0.1:9/v1")
ENTRY = endpoint_entry(ENDPOINT, "tiny")


def test_the_line_says_that_the_prompt_leaves() -> None:
    assert catalog_line(ENTRY, 0, "✓", "?", 40).startswith("[ ] mine/tiny")
    assert ELSEWHERE in catalog_line(ENTRY, 0, "✓", "?", 40)


async def test_nothing_is_sent_before_a_person_said_yes_once() -> None:
    async with sitting("demo-llama") as one:
        one.main.catalog.show([*one.desk.bundled, ENTRY], chosen=(ENTRY,))
        await one.press("f5")
        await one.until(lambda: isinstance(one.app.screen, AskKey))
        await one.press("escape")
        assert one.service.requests == []
        await one.press("f5")
        await one.until(lambda: isinstance(one.app.screen, AskKey))
        await one.press("y")
        await one.until(lambda: len(one.service.requests) == 1)
        await one.answer("a", "b")
        await one.press("f5")
        await one.until(lambda: len(one.service.requests) == 2)
        await one.answer("a", "b")
        assert one.service.requests[1].lanes[1].entry == ENTRY
