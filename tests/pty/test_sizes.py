from __future__ import annotations

import re

import pytest

from tests.golden.screens import PROMPT, SIZES, draw, over, path_of, two_lanes
from tests.paced.engine import token

ALL = ((200, 60), (120, 40), (100, 30), (80, 24))


@pytest.mark.parametrize("size", SIZES)
def test_the_screens_look_as_they_are_kept(size: tuple[int, int]) -> None:
    for name, text in draw(size).items():
        kept = path_of(name, size).read_text(encoding="utf-8")
        assert text + "\n" == kept, f"{name} at {size}: python -m tests.golden draws it anew"


@pytest.mark.parametrize("size", ALL)
def test_everything_has_its_place_and_nothing_is_cut(size: tuple[int, int]) -> None:
    with two_lanes(size, tokens=4000, pace=50.0) as terminal:
        terminal.send("f5")
        terminal.wait_for(lambda: terminal.text().count("▸") == 2)
        text = terminal.text()
        for heading in ("Models 2 /lane", "Licence", "Prompt", "Sampling", "1 lane0", "2 lane1"):
            assert re.search(f"[─━]{heading}", text), heading
        for whole in (PROMPT, "lane0", "lane1", "use commercially", "F1 Help", "F10 Quit"):
            assert whole in text
        assert len(terminal.lines()[-1]) <= size[0]
        # Status lines hold whole parts: a number is never left without its unit.
        statuses = [line for line in terminal.lines() if "▸" in line]
        for line in statuses:
            assert not re.search(r"\d+$", line.rstrip(" ▁▂▃▄▅▆▇█")), line
        terminal.send("escape")
        terminal.wait_for(lambda: terminal.text().count("■ stopped") == 2)


def test_below_sixty_by_sixteen_it_says_so_and_goes_on_behind() -> None:
    with two_lanes((120, 40), tokens=4000, pace=50.0) as terminal:
        terminal.send("f5")
        terminal.wait_for(lambda: terminal.text().count("▸") == 2)
        for size in ((59, 24), (80, 15), (20, 5)):
            terminal.resize(*size)
            terminal.wait_for(lambda: "llmplay needs 60" in " ".join(terminal.text().split()))
            assert "Models" not in terminal.text()
        terminal.resize(60, 16)
        terminal.wait_for(lambda: "F10 Quit" in terminal.text() and "▸" in terminal.text())
        terminal.resize(20, 5)
        terminal.wait_for(lambda: "llmplay" in terminal.text())
        terminal.send("f10")
        assert terminal.wait_exit() == 0


@pytest.mark.slow
def test_resizing_in_the_middle_of_an_answer_loses_nothing() -> None:
    with two_lanes((120, 40), tokens=150, pace=50.0) as terminal:
        terminal.send("f5")
        for size in (*ALL, (40, 10), (133, 37)):
            terminal.resize(*size)
            terminal.wait_for(
                lambda: "F10 Quit" in terminal.lines()[-1] or "needs 60" in terminal.text()
            )
        terminal.wait_for(lambda: over(terminal, 150) == 2)
        terminal.wait_for(lambda: "Esc Stop" not in terminal.text())
        resized, before = terminal.text(), len(terminal.written)
        for lane in (0, 1):
            assert token(lane, 149).strip() in resized
        terminal.send("ctrl+l")
        terminal.wait_for(lambda: b"Licence" in terminal.written[before:])
        assert terminal.text() == resized
