"""The pages round the prompt, on the whole application with the models it comes with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from textual import events
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from playground.domain.prompts import PromptOptions
from playground.services.settings import Settings
from playground.ui.app import PlaygroundApp
from playground.ui.desk import Desk
from playground.ui.panes.prompt import PromptPane
from playground.ui.screens.main import PlaygroundScreen
from playground.ui.screens.open_prompt import OpenPromptScreen
from playground.ui.screens.preview import PreviewScreen
from playground.ui.screens.prompt_options import PromptOptionsScreen
from playground.ui.widgets.editor import Editor

both_sizes = pytest.mark.parametrize(
    "sitting", [(80, 24), (120, 40)], ids=["80x24", "120x40"], indirect=True
)


class Sitting:
    """The application under a pilot."""

    def __init__(self, app: PlaygroundApp, pilot: Pilot[int], desk: Desk) -> None:
        self.app, self.pilot, self.desk = app, pilot, desk

    @property
    def main(self) -> PlaygroundScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, PlaygroundScreen)
        return screen

    @property
    def prompt(self) -> PromptPane:
        return self.main.prompt

    async def until(self, met: Callable[[], object]) -> None:
        """Let the application work until this is true."""
        for _ in range(2_000):
            if met():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("it never came true")

    def text(self, selector: str) -> str:
        shown = self.app.screen.query_one(selector, Static).content
        return shown.plain if isinstance(shown, Content) else str(shown)


@pytest.fixture
async def sitting(request: pytest.FixtureRequest) -> AsyncIterator[Sitting]:
    desk = Desk(Settings())
    app = PlaygroundApp(desk)
    async with app.run_test(size=getattr(request, "param", (80, 24))) as pilot:
        sitting = Sitting(app, pilot, desk)
        await sitting.until(lambda: sitting.main.catalog.focused_entry)
        yield sitting
        await desk.close()


@both_sizes
async def test_the_options_are_given_by_keyboard_and_come_back(sitting: Sitting) -> None:
    press = sitting.pilot.press
    await press(*"Say")
    sitting.prompt.put("Say {{word}} and {{other}}")
    await press("f8")
    screen = sitting.app.screen
    assert isinstance(screen, PromptOptionsScreen)
    assert screen.focused is screen.query_one("#value-word")
    await press(*"yes", "tab", *"no", "tab", *"\\n")
    await press("shift+tab", "shift+tab", "shift+tab", *["down"] * 4)
    assert "llama-2 for every model" in sitting.text("#why")
    await press("shift+tab", *"Be kind", "escape")
    assert sitting.prompt.options == PromptOptions(
        "Be kind", "llama-2", ("\n",), {"word": "yes", "other": "no"}
    )
    asked = sitting.prompt.asked()
    assert asked.wordings[0].prompt == "Say yes and no"
    await press("f8", "escape")
    assert sitting.prompt.options.template == "llama-2"


async def test_a_variable_of_the_system_prompt_gets_a_field_at_once(sitting: Sitting) -> None:
    await sitting.pilot.press("f8", *"{{role}}")
    await sitting.until(lambda: sitting.app.screen.query("#value-role"))
    assert isinstance(sitting.app.screen.query_one("#value-role"), Editor)


@both_sizes
async def test_every_field_of_the_options_can_be_seen(sitting: Sitting) -> None:
    sitting.prompt.put(" ".join(f"{{{{v{number}}}}}" for number in range(9)))
    await sitting.pilot.press("f8")
    screen = sitting.app.screen
    for _ in range(12):
        await sitting.pilot.press("tab")
        assert screen.focused is not None
        assert screen.focused.region.height > 0
        assert screen.region.contains_region(screen.focused.region)


async def test_auto_says_why_it_takes_its_template(sitting: Sitting) -> None:
    await sitting.pilot.press("f8")
    await sitting.until(lambda: "this is raw: the catalog says so" in sitting.text("#why"))


@both_sizes
async def test_the_preview_shows_the_text_and_counts_it(sitting: Sitting) -> None:
    sitting.prompt.put("One  {{n}}\n")
    sitting.prompt.options = PromptOptions("Be kind.", "chatml", (), {"n": "two"})
    await sitting.pilot.press("ctrl+g")
    assert isinstance(sitting.app.screen, PreviewScreen)
    exact = sitting.text("#exact")
    assert exact.startswith("<|im_start|>system↵\nBe kind.<|im_end|>↵\n<|im_start|>user↵\n")
    assert "One··two↵\n<|im_end|>" in exact
    await sitting.until(lambda: "own tokeniser" in sitting.text("#facts"))
    assert " of 512" in sitting.text("#facts")
    assert "chatml: chosen in the prompt options" in sitting.text("#facts")
    await sitting.pilot.press("escape")
    await sitting.until(lambda: "tok" in str(sitting.prompt.border_title))


async def test_the_preview_goes_through_models_and_variants(sitting: Sitting) -> None:
    entries = sitting.desk.bundled
    sitting.main.catalog.show(entries, (entries[0], entries[3]))
    sitting.prompt.put("Hello")
    sitting.prompt.add_variant()
    await sitting.pilot.press("!", "ctrl+g")
    await sitting.until(lambda: "variant B, 2 of 2" in sitting.text("#facts"))
    assert sitting.text("#exact").startswith("Hello!")
    await sitting.pilot.press("v")
    assert sitting.text("#exact").startswith("Hello▏")
    first = sitting.text("#facts").split(",")[0]
    await sitting.pilot.press("right")
    assert sitting.text("#facts").split(",")[0] != first
    await sitting.pilot.press("left")
    assert sitting.text("#facts").split(",")[0] == first
    await sitting.until(lambda: "own tokeniser" in sitting.text("#facts"))


async def test_a_count_is_an_estimate_while_a_run_is_under_way(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PlaygroundScreen, "busy", True)
    sitting.prompt.put("Hello you")
    await sitting.pilot.press("ctrl+g")
    await sitting.until(lambda: "a run is under way" in sitting.text("#facts"))
    assert "about 2 of 512, an estimate" in sitting.text("#facts")


async def test_without_a_model_in_memory_typing_counts_nothing(sitting: Sitting) -> None:
    await sitting.pilot.press(*"Hello")
    assert sitting.main._pause is None
    assert str(sitting.prompt.border_title) == "Prompt"


async def test_a_model_in_memory_counts_once_the_typing_pauses(sitting: Sitting) -> None:
    entry = sitting.main.catalog.focused_entry
    assert entry is not None
    counted = await sitting.desk.tokens.count(entry, "Hello you", load=True)
    assert counted is not None
    await sitting.pilot.press(*"Hello", "space", *"you")
    await sitting.until(lambda: "of 512" in str(sitting.prompt.border_title))
    assert f"{counted.tokens} of 512 tok" in str(sitting.prompt.border_title)
    assert sitting.main._pause is None
    await sitting.pilot.press("ctrl+u")
    await sitting.until(lambda: str(sitting.prompt.border_title) == "Prompt")


async def test_a_prompt_of_the_library_is_found_by_its_words(sitting: Sitting) -> None:
    await sitting.pilot.press(*"mine", "ctrl+o")
    assert isinstance(sitting.app.screen, OpenPromptScreen)
    await sitting.pilot.press(*"json", "space", *"order", "enter")
    await sitting.until(lambda: isinstance(sitting.app.screen, PlaygroundScreen))
    assert sitting.prompt.text.startswith("Write the order as JSON")
    assert sitting.app.focused is sitting.prompt


@both_sizes
async def test_the_starters_of_the_model_lead_and_the_cursor_moves(sitting: Sitting) -> None:
    entry = sitting.main.catalog.focused_entry
    assert entry is not None
    await sitting.pilot.press("ctrl+o")
    await sitting.until(lambda: sitting.text("#whole"))
    assert sitting.text("#whole") == entry.starters[0].prompt
    await sitting.pilot.press("down", "enter")
    await sitting.until(lambda: isinstance(sitting.app.screen, PlaygroundScreen))
    assert sitting.prompt.text == entry.starters[1].prompt


async def test_a_file_is_completed_and_read_exactly(sitting: Sitting, home: Path) -> None:
    (home / "letters").mkdir(parents=True)
    (home / "letters" / "one.txt").write_bytes(b"Dear\r\nreader\x0c\n")
    await sitting.pilot.press("ctrl+o", *"~/let")
    options = sitting.app.screen.query_one(OptionList)
    await sitting.until(lambda: options.option_count == 1)
    await sitting.pilot.press("tab")
    assert sitting.app.screen.query_one(Input).value == "~/letters/"
    await sitting.pilot.press(*"one.txt", "enter")
    await sitting.until(lambda: isinstance(sitting.app.screen, PlaygroundScreen))
    assert sitting.prompt.exact == "Dear\r\nreader\x0c"


async def test_a_file_that_is_no_text_says_which_byte(sitting: Sitting, home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "bad.txt").write_bytes(b"ab\xff")
    await sitting.pilot.press("ctrl+o", *"~/bad.txt", "enter")
    await sitting.until(lambda: "byte 2 is 0xff" in sitting.text("#whole"))
    await sitting.pilot.press("escape")
    assert sitting.prompt.text == ""


async def test_a_paste_outside_of_the_fields_goes_to_the_prompt(sitting: Sitting) -> None:
    await sitting.pilot.press("f2")
    assert sitting.app.focused is not None
    sitting.app.focused.post_message(events.Paste("pasted\rtext"))
    await sitting.until(lambda: sitting.prompt.text)
    assert sitting.prompt.text == "pasted\ntext"
    assert sitting.app.focused is sitting.prompt


async def test_a_run_with_a_variable_that_has_no_value_is_refused(sitting: Sitting) -> None:
    sitting.prompt.put("Hello {{name}}")
    await sitting.pilot.press("f5")
    await sitting.until(lambda: len(sitting.app._notifications))
    (notice,) = sitting.app._notifications
    assert "{{name}} has no value: F8" in notice.message
    assert not sitting.main.outputs.panes
