"""The help page in the width there is."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from playground.domain.key_changes import change_keys
from playground.domain.keymap import KEYMAP
from playground.ui.help import help_text
from playground.ui.keys import first_keys


@pytest.mark.parametrize("width", [40, 76, 118, 300])
def test_every_key_is_told_and_further_lines_stand_under_the_first(width: int) -> None:
    keys = first_keys(change_keys({}))
    lines = help_text(keys, "s.toml", width).plain.splitlines()
    assert all(cell_len(line) <= width for line in lines if "Settings:" not in line)
    for key in KEYMAP:
        words = key.what.split()
        at = next(
            at
            for at, line in enumerate(lines)
            if line.strip().startswith(f"{keys[key.id]}  {words[0]}")
        )
        column = lines[at].index(words[0], len(keys[key.id]))
        told = lines[at][column:].split()
        while len(told) < len(words):
            at += 1
            assert lines[at][:column].strip() == ""
            told += lines[at].split()
        assert told == words
