"""What is left in memory of screens that were closed."""

from __future__ import annotations

import gc

from textual._styles_cache import StylesCache
from textual.widget import Widget

from playground.ui.widgets.editor import Editor
from tests.ui.scripted import Sitting, sitting

_ONE_PAGE = 20
"""More widgets than a page has: the last one may be in use until all heard that it is closed."""


def of_kind(kind: type) -> list[object]:
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, kind)]


async def look_at_options(here: Sitting, times: int) -> None:
    for _ in range(times):
        await here.press("f8")
        assert here.app.screen is not here.main
        await here.press("escape")
        assert here.app.screen is here.main


async def test_editors_are_not_kept_until_the_theme_changes() -> None:
    async with sitting("demo-llama") as here:
        await look_at_options(here, 4)
        editors = [one for one in of_kind(Editor) if isinstance(one, Editor)]
        assert sum(not one.is_attached for one in editors) <= 2


async def test_the_drawn_lines_of_widgets_are_not_kept() -> None:
    async with sitting("demo-llama") as here:
        await look_at_options(here, 6)
        assert len(of_kind(StylesCache)) <= len(of_kind(Widget)) + _ONE_PAGE
