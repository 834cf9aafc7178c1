"""The page that looks into a model file."""

from __future__ import annotations

from textual.widgets import Static

from playground.services.local import entry_for_path
from playground.ui.screens.inspect import InspectScreen
from tests.ui.scripted import Sitting, sitting


def text(one: Sitting, id_: str) -> str:
    return str(one.app.screen.query_one(id_, Static).render())


async def test_the_header_is_shown_and_the_tokenizer_can_be_tried() -> None:
    async with sitting("demo-llama") as one:
        await one.press("f2", "i")
        await one.until(lambda: "Tokenizer" in text(one, "#told"))
        told = text(one, "#told")
        for part in ("ctransformers: runs it", "Q8_0", "Metadata", "S reads the whole file"):
            assert part in told
        await one.press("s")
        await one.until(lambda: "S reads the whole file" not in text(one, "#told"))
        await one.press("slash", *"The", "enter")
        await one.until(lambda: "tokens" in text(one, "#tokens"))
        assert "The" in text(one, "#tokens")
        await one.press("escape")
        assert isinstance(one.app.screen, InspectScreen)
        await one.press("escape")
        assert not isinstance(one.app.screen, InspectScreen)


async def test_a_damaged_file_gives_the_reason_and_the_byte(tmp_path, llama) -> None:  # type: ignore[no-untyped-def]
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(llama.read_bytes()[:3000])
    async with sitting("demo-llama") as one:
        await one.app.push_screen(InspectScreen(entry_for_path(cut), one.desk.tokens))
        await one.until(lambda: "at byte" in text(one, "#told"))
