"""The budgets of bytes in short; `python -m tests.benchmarks.tui` measures them at length."""

from __future__ import annotations

import pytest

from tests.benchmarks.tui.programs import PROMPT, llmplay
from tests.benchmarks.tui.watching import TYPED, quiet

TOKENS = 150


@pytest.mark.slow
def test_the_first_screen_and_a_key_take_few_bytes_and_doing_nothing_takes_none() -> None:
    with llmplay(1, TOKENS) as one:
        terminal = one.terminal
        started = quiet(terminal, 1.5)
        assert started <= 12_000
        terminal.type(TYPED[:20])
        terminal.wait_for(PROMPT + TYPED[:20])
        typed = quiet(terminal, 1.5)
        assert typed - started <= 120 * 20
        with terminal.condition:  # nothing blinks and nothing ticks
            assert not terminal.condition.wait_for(lambda: len(terminal.written) > typed, 1.5)


@pytest.mark.slow
@pytest.mark.parametrize("lanes", [1, 4])
def test_a_token_takes_at_most_twenty_bytes(lanes: int) -> None:
    with llmplay(lanes, TOKENS) as one:
        quiet(one.terminal)
        one.run()
        before = len(one.terminal.written)
        one.wait_for_tokens(TOKENS)
        written = quiet(one.terminal, 1.0) - before
        assert written <= 20 * TOKENS * lanes


@pytest.mark.slow
def test_a_move_in_the_catalog_paints_two_rows() -> None:
    with llmplay(1, TOKENS) as one:
        terminal = one.terminal
        terminal.send("f2", "home")  # the cursor begins on what is selected
        before = quiet(terminal, 1.0)
        terminal.send("down")  # to another file of the same model: its licence stays
        assert 0 < quiet(terminal, 0.3) - before <= 300
