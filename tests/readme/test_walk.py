"""The README's first five minutes, key by key on a terminal of 80x24."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.pty.playing import Playground
from tests.readme.blocks import README

_NAMES = {"↓": "down", "Esc": "escape"}
_ROW = re.compile(r"^\| ((?:`[^`]+` ?)+) \| (.+) \|$", re.MULTILINE)
_OPTIONAL = {"z", "Enter"}
"""Keys that the text names beside what is done."""


def steps() -> list[tuple[list[str], list[str]]]:
    """The keys of each step, and what is to be on the screen then."""
    text = README.read_text(encoding="utf-8").partition("## The first five minutes")[2]
    table = text.partition("\n\n")[2].partition("| press |")[2].partition("\n\n")[0]
    return [
        (
            [_NAMES.get(key, key.lower()) for key in re.findall("`([^`]+)`", keys)],
            [seen for seen in re.findall("`([^`]+)`", told) if seen not in _OPTIONAL],
        )
        for keys, told in _ROW.findall(table)
    ]


@pytest.mark.slow
def test_the_first_five_minutes_go_as_they_are_told(tmp_path: Path) -> None:
    walk = steps()
    assert len(walk) > 10
    assert walk[-1][0] == ["f10"]
    with Playground(home=tmp_path, size=(80, 24)) as app:
        app.ready()
        for keys, seen in walk[:-1]:
            app.send(*keys)
            for text in seen:
                app.wait_for(text)
            if "f5" in keys:
                app.wait_for(lambda: _answered(app))
        app.send("f10")
        app.wait_for(walk[-1][1][0])
        assert app.wait_exit() == 0


def _answered(app: Playground) -> bool:
    """Whether every output that is shown came to its end."""
    panes = [pane for pane in map(app.pane, (1, 2)) if pane.title]
    return bool(panes) and all(pane.over for pane in panes)
