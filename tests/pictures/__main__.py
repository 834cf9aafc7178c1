"""`python -m tests.pictures`: the program takes the README's pictures of itself, in real runs."""

from __future__ import annotations

import asyncio
import html
import os
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot

from playground.services.local import resolve
from playground.services.settings import Settings
from playground.ui.app import PlaygroundApp
from playground.ui.desk import Desk
from playground.ui.panes.catalog import CatalogPane
from playground.ui.screens.ask import AskKey
from playground.ui.screens.compare import CompareScreen
from playground.ui.screens.evaluation.order import OrderScreen
from playground.ui.screens.evaluation.result import ResultScreen
from playground.ui.screens.main import PlaygroundScreen

FOLDER = Path(__file__).parent
PROMPTS = ("Once upon a time", "Tell me a story about a fox.", "The meaning of life is")
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_SCORE = re.compile(r"\d\.\d{3} \[\d\.\d{3}, \d\.\d{3}\]")


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen of the README, and how one gets there."""

    name: str
    size: tuple[int, int]
    theme: str
    lead: Callable[[Pilot[int]], Awaitable[None]]
    """From the answers to the first prompt to what is shown."""


async def _models(pilot: Pilot[int]) -> None:
    """Two answers, the cursor in the models."""
    await pilot.press("f2")
    await pilot.pause()
    assert pilot.app.screen.query_one(CatalogPane).has_focus_within


async def _vote(pilot: Pilot[int]) -> None:
    """The question which of two is better, their names hidden."""
    await pilot.press("f4", "b", "v")
    await _until(pilot, lambda: isinstance(pilot.app.screen, AskKey))


async def _compare(pilot: Pilot[int]) -> None:
    """Three prompts as a grid, one answer rated."""
    for prompt in PROMPTS[1:]:
        await pilot.press("f3", *["backspace"] * 40, *prompt, "f5")
        await _answered(pilot)
    await pilot.press("ctrl+y")
    await _until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
    await pilot.press("down", "+", "+", "+", "+")


async def _evaluation(pilot: Pilot[int]) -> None:
    """Two models on two tasks."""
    await pilot.press("ctrl+x")
    await _until(pilot, lambda: isinstance(pilot.app.screen, OrderScreen))
    await pilot.press("down", "down", "space", "down", "space", "f5")
    await _until(pilot, lambda: isinstance(pilot.app.screen, ResultScreen))
    await _until(pilot, lambda: _judged(_shown(pilot.app)))


PICTURES = (
    Picture("playground", (120, 40), "dusk", _models),
    Picture("playground-80x24", (80, 24), "dusk", _models),
    Picture("playground-paper", (120, 40), "paper", _models),
    Picture("playground-80x24-paper", (80, 24), "paper", _models),
    Picture("vote-80x24", (80, 24), "dusk", _vote),
    Picture("compare", (100, 30), "dusk", _compare),
    Picture("evaluation", (100, 24), "dusk", _evaluation),
)


async def take(picture: Picture) -> None:
    """Run two bundled models on the beginning of a story, and save the screen as SVG."""
    models = tuple(resolve(model) for model in ("demo-llama", "demo-gpt2"))
    desk = Desk(Settings(), chosen=models, prompt=PROMPTS[0])
    app = PlaygroundApp(desk, theme=picture.theme)
    async with app.run_test(size=picture.size) as pilot:
        await pilot.press("f6", *["tab"] * 5, "7", "f5")
        await _answered(pilot)
        await picture.lead(pilot)
        app.clear_notifications()
        await pilot.pause()
        drawn = _FONTS.sub("", app.export_screenshot(title="llmplay"))
        (FOLDER / f"{picture.name}.svg").write_text(drawn, encoding="utf-8")
        await desk.close()
    print(FOLDER / f"{picture.name}.svg")


async def _answered(pilot: Pilot[int]) -> None:
    """Wait for the end of the run that was begun."""
    screen = pilot.app.screen
    assert isinstance(screen, PlaygroundScreen)
    await pilot.pause()
    await _until(pilot, lambda: not screen.busy)


async def _until(pilot: Pilot[int], met: Callable[[], object]) -> None:
    while not met():
        await pilot.pause(0.05)


def _judged(shown: str) -> bool:
    """Whether both models have their scores on both tasks, over all examples."""
    return "n = 48" in shown and "180 of 180" in shown and len(_SCORE.findall(shown)) >= 6


def _shown(app: App[int]) -> str:
    """The text of the screen as it is drawn."""
    return html.unescape(app.export_screenshot(simplify=True)).replace("\xa0", " ")


def main(names: Sequence[str] = ()) -> None:
    """Take the pictures of these names, or every one, each with a home of its own."""
    for picture in PICTURES:
        if names and picture.name not in names:
            continue
        with tempfile.TemporaryDirectory() as home:
            folders = {"DATA": "d", "CONFIG": "c", "CACHE": "x", "STATE": "s"}
            os.environ.update({f"XDG_{name}_HOME": f"{home}/{at}" for name, at in folders.items()})
            os.environ["HOME"] = home
            asyncio.run(take(picture))


if __name__ == "__main__":
    main(sys.argv[1:])
