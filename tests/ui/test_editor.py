from __future__ import annotations

import gc

from playground.ui.widgets.editor import Editor
from tests.ui.scripted import sitting


def closed() -> int:
    """How many editors are in memory without being on any screen."""
    gc.collect()
    found = [one for one in gc.get_objects() if isinstance(one, Editor)]
    return sum(not one.is_attached for one in found)


async def test_editors_that_were_closed_are_not_kept_in_memory() -> None:
    async with sitting("demo-llama") as here:
        for _ in range(4):
            await here.press("f8")
            assert here.app.screen is not here.main
            await here.press("escape")
            assert here.app.screen is here.main
        await here.until(lambda: closed() <= 2)  # those of the last page, until all heard of it
