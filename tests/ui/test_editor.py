from __future__ import annotations

from tests.ui.scripted import sitting


async def test_the_last_line_is_deleted_also_after_an_attachment_was() -> None:
    async with sitting("demo-llama") as here:
        await here.press("f3")
        prompt = here.main.prompt
        prompt.insert_exact("x" * 200_000)
        assert prompt.attached
        await here.press("ctrl+u", "ctrl+k")
        assert prompt.text == ""
        await here.press("a", "enter", "b", "home", "ctrl+u", "ctrl+k", "ctrl+k")
        assert prompt.text == "a"
