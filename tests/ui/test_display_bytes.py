from __future__ import annotations

from typing import Any

import pytest
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.messages import TerminalSupportsSynchronizedOutput
from textual.pilot import Pilot
from textual.widgets import TextArea

from playground.ui.widgets.stream import StreamView
from tests.ui.recorded import Everything, drive, true_colour

__all__ = ["true_colour"]  # used by its name, for every test of this module

TOKENS = (
    *("the", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog", "and", "then"),
    *("sleeps", "near", "the", "river", "bank", "until", "morning", "comes", "again", "\n"),
)


class Lanes(Everything):
    """Nothing but lanes, as wide as the screen allows."""

    def compose(self) -> ComposeResult:
        with Horizontal():
            for lane in range(self.lanes):
                yield StreamView(id=f"lane{lane}")


async def stream(app: Everything, pilot: Pilot[Any], frames: int) -> int:
    """Append five tokens of five characters a frame to each lane; the bytes this wrote."""
    lanes = list(app.query(StreamView))
    app.recorded.take()
    for frame in range(frames):
        tokens = [TOKENS[(frame * 5 + number) % len(TOKENS)] for number in range(5)]
        for lane in lanes:
            lane.append("".join(token.ljust(5)[:5] for token in tokens))
        await pilot.pause()
    return len(app.recorded.take().encode())


@pytest.mark.parametrize("lanes", [1, 4])
async def test_a_streamed_token_of_five_characters_takes_at_most_twenty_bytes(lanes: int) -> None:
    app = Lanes(lanes)
    frames = 60

    async def measure(pilot: Pilot[Any]) -> None:
        app.post_message(TerminalSupportsSynchronizedOutput())
        await pilot.pause()
        written = await stream(app, pilot, frames)
        assert lanes == 1 or app.query(StreamView).last().scroll_offset.y > 0
        assert written <= 20 * frames * 5 * lanes

    await drive(app, measure)


async def test_a_typed_key_takes_at_most_a_hundred_and_twenty_bytes() -> None:
    app = Everything()

    async def measure(pilot: Pilot[Any]) -> None:
        app.query_one(TextArea).focus()
        await pilot.press("a")
        app.recorded.take()
        await pilot.press("b")
        assert 0 < len(app.recorded.take().encode()) <= 120

    await drive(app, measure)
