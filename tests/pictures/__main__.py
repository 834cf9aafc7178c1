"""`python -m tests.pictures`: the program takes the README's pictures of itself, in real runs."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

from playground.services.local import resolve
from playground.services.settings import Settings
from playground.ui.app import PlaygroundApp
from playground.ui.desk import Desk
from playground.ui.panes.catalog import CatalogPane
from playground.ui.screens.main import PlaygroundScreen

FOLDER = Path(__file__).parent
PICTURES = (
    ("playground", (120, 40), "dusk"),
    ("playground-80x24", (80, 24), "dusk"),
    ("playground-paper", (120, 40), "paper"),
    ("playground-80x24-paper", (80, 24), "paper"),
)
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


async def take(name: str, size: tuple[int, int], theme: str) -> None:
    """Run two bundled models on the beginning of a story and save the screen as SVG."""
    models = tuple(resolve(model) for model in ("demo-llama", "demo-gpt2"))
    desk = Desk(Settings(), chosen=models, prompt="Once upon a time")
    app = PlaygroundApp(desk, theme=theme)
    async with app.run_test(size=size) as pilot:
        await pilot.press("f6", *["tab"] * 5, "7", "f5")
        screen = app.screen
        assert isinstance(screen, PlaygroundScreen)
        await pilot.pause()
        while screen.busy:
            await pilot.pause(0.05)
        await pilot.press("f2")
        await pilot.pause()
        assert screen.query_one(CatalogPane).has_focus_within
        picture = _FONTS.sub("", app.export_screenshot(title="llmplay"))
        (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")
        await desk.close()
    print(FOLDER / f"{name}.svg")


def main() -> None:
    """Take every picture, with a home of their own."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(HOME=home, XDG_DATA_HOME=f"{home}/d", XDG_CONFIG_HOME=f"{home}/c")
        for name, size, theme in PICTURES:
            asyncio.run(take(name, size, theme))


if __name__ == "__main__":
    main()
