from __future__ import annotations

from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from playground.ui.display.backlog import QUESTION, Flow
from playground.ui.widgets.stream import StreamView
from tests.ui.recorded import Everything, drive, true_colour

__all__ = ["true_colour"]  # used by its name, for every test of this module


def test_a_terminal_that_never_answers_is_asked_once_and_never_waited_for() -> None:
    flow = Flow()
    assert flow.sent(100) == ""
    assert flow.sent(100) == QUESTION
    assert [flow.sent(1000) for _ in range(50)] == [""] * 50
    assert not flow.behind


def test_what_is_on_its_way_is_known_by_the_answers() -> None:
    flow = Flow()
    assert flow.sent(200) == QUESTION
    flow.answered()
    assert flow.sent(400) == QUESTION
    assert not flow.behind
    assert flow.sent(200) == ""
    assert flow.behind
    flow.answered()
    assert not flow.behind
    assert flow.question() == QUESTION  # for the last two hundred
    flow.answered()
    assert flow.question() == ""


def test_an_answer_that_is_lost_holds_nothing_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    flow = Flow()
    flow.sent(200)
    flow.answered()
    flow.sent(5000)
    assert flow.behind
    now += 11.0
    assert not flow.behind
    assert flow.sent(5000) == ""
    flow.answered()  # late: it is asked again for what came since
    assert flow.question() == QUESTION
    flow.answered()
    assert not flow.behind


def test_before_the_terminal_changes_hands_nothing_is_asked() -> None:
    flow = Flow()
    flow.resting = True
    assert flow.sent(5000) == ""


async def test_frames_are_left_out_until_the_terminal_has_taken_the_last() -> None:
    app = Everything()

    async def stream(pilot: Pilot[Any]) -> None:
        lane = app.query(StreamView).first()
        while QUESTION in app.recorded.take():  # after the first screen
            app.post_message(events.CursorPosition(0, 0))
            await pilot.pause()
        await pilot.press("f5")
        assert app.recorded.take().count(QUESTION) == 1
        lane.append("not yet")
        await pilot.pause()
        assert app.recorded.take() == ""
        app.post_message(events.CursorPosition(0, 0))
        await pilot.pause()
        assert "not yet" in app.recorded.take()

    await drive(app, stream)


async def test_the_last_answer_is_awaited_before_the_terminal_is_given_back() -> None:
    app = Everything()

    async def leave(pilot: Pilot[Any]) -> None:
        assert QUESTION in app.recorded.take()
        app.call_later(app.post_message, events.CursorPosition(0, 0))
        assert app._flow is not None
        assert app._flow.asked
        await app.part()
        assert not app._flow.asked
        await pilot.press("f5")
        assert QUESTION not in app.recorded.take()

    await drive(app, leave)
