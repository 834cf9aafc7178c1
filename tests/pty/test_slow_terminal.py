from __future__ import annotations

import pytest

from tests.golden.screens import PROMPT, over, two_lanes
from tests.paced.engine import token

SLOW = 2000.0
"""Bytes a second."""


@pytest.mark.slow
def test_a_slow_terminal_takes_keys_and_shows_the_right_screen_in_the_end() -> None:
    with two_lanes((120, 40), tokens=300, pace=100.0) as terminal:
        terminal.bytes_a_second = SLOW
        terminal.send("f5")
        terminal.wait_for(lambda: "▸" in terminal.text())
        began = len(terminal.written)
        terminal.type(" More")
        terminal.wait_for(f"{PROMPT} More")
        # Seen after what was on its way, which is far less than what a queue would have held.
        assert len(terminal.written) - began < 6000
        terminal.wait_for(lambda: over(terminal, 300) == 2)
        terminal.wait_for(lambda: "Esc Stop" not in terminal.text())
        for lane in (0, 1):
            assert token(lane, 299).strip() in terminal.text()
        terminal.bytes_a_second = None
        typed = f"{PROMPT} More!"
        terminal.type("!")  # what is seen after it was sent after all that came before
        terminal.wait_for(lambda: typed in terminal.text())
        terminal.wait_for(f"{len(typed)} of 256 tokens")
        shown = terminal.cells()
        before = len(terminal.written)
        terminal.send("ctrl+l")
        terminal.wait_for(lambda: b"Licence" in terminal.written[before:])
        assert terminal.cells() == shown


def test_a_terminal_that_takes_nothing_does_not_keep_the_program_from_ending() -> None:
    with two_lanes((120, 40), tokens=50, pace=100.0) as terminal:
        terminal.send("f5")
        terminal.wait_for(lambda: "▸" in terminal.text())
        terminal.bytes_a_second = 1.0  # as good as nothing
        terminal.send("f10")
        assert terminal.process.wait(10.0) == 0
