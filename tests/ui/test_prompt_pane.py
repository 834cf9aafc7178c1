"""The prompt's editor: pasting, deleting, walking back, variants, its title."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from playground.domain.prompts import PromptOptions
from playground.domain.runs import Variant
from playground.ui.panes.prompt import PromptPane

LONG = "word " * 200_000


class Alone(App[None]):
    """One prompt pane of 5 rows."""

    CSS = "PromptPane { height: 6; border: none; border-top: solid red; }"

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.pane = PromptPane(text)
        self.wanted = 0

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()

    def on_prompt_pane_history_wanted(self) -> None:
        self.wanted += 1


async def paste(pilot: Pilot[None], text: str) -> None:
    app = pilot.app
    assert isinstance(app, Alone)
    app.pane.post_message(events.Paste(text))
    await pilot.pause()


def title(app: Alone) -> str:
    return str(app.pane.border_title)


async def test_a_short_paste_is_text_with_unix_line_ends() -> None:
    app = Alone()
    async with app.run_test() as pilot:
        await paste(pilot, "one\rtwo\r\nthree")
        assert app.pane.text == app.pane.exact == "one\ntwo\nthree"


async def test_a_long_paste_is_a_placeholder_and_reaches_the_model_whole() -> None:
    app = Alone()
    async with app.run_test() as pilot:
        await pilot.press("a", "colon")
        await paste(pilot, LONG)
        await pilot.press("b")
        assert app.pane.text == "a:[pasted 1,000,000 characters]b"
        assert app.pane.asked().prompt == f"a:{LONG}b"


async def test_many_pastes_are_attached_once_the_editor_is_full() -> None:
    app = Alone()
    async with app.run_test() as pilot:
        for letter in "abc":
            await paste(pilot, letter * 32_000)
        assert len(app.pane.text) < 65_000
        assert app.pane.exact == "".join(letter * 32_000 for letter in "abc")


async def test_what_an_editor_of_lines_would_change_is_kept_exactly() -> None:
    app = Alone()
    async with app.run_test() as pilot:
        await paste(pilot, "form\x0cfeed\x1b[31m")
        assert app.pane.text == "[pasted 14 characters]"
        assert app.pane.exact == "form\x0cfeed\x1b[31m"


async def test_a_placeholder_is_deleted_as_a_whole_and_never_written_into() -> None:
    app = Alone()
    async with app.run_test() as pilot:
        await paste(pilot, LONG)
        await pilot.press("home", "right", "right", "x")
        assert app.pane.exact == f"{LONG}x"
        await pilot.press("backspace", "backspace")
        assert app.pane.text == ""
        await pilot.press("ctrl+underscore")
        assert app.pane.exact == f"{LONG}x"
        await pilot.press("end", "backspace", "home", "right", "right", "ctrl+k")
        assert app.pane.text == ""


async def test_a_text_given_at_the_start_may_be_of_any_length() -> None:
    app = Alone(LONG)
    async with app.run_test():
        assert app.pane.asked().prompt == LONG
        app.pane.text = f"{LONG}!"
        assert app.pane.exact == f"{LONG}!"


# Walking


async def test_up_from_the_first_line_and_down_from_the_last_walk_the_history() -> None:
    app = Alone()
    async with app.run_test() as pilot:
        for text in ("first", "second\nline"):
            app.pane.text = text
            app.pane.ran()
        app.pane.text = "draft"
        await pilot.press("up")
        assert app.pane.text == "second\nline"
        await pilot.press("up")
        assert app.pane.text == "first"
        await pilot.press("down")
        assert app.pane.text == "second\nline"
        await pilot.press("up", "down", "down")
        assert app.pane.text == "draft"


async def test_older_prompts_are_asked_for_once_and_walked_on_to() -> None:
    app = Alone()
    async with app.run_test() as pilot:
        app.pane.text = "this sitting"
        app.pane.ran()
        app.pane.text = "draft"
        await pilot.press("up")
        assert app.wanted == 0
        await pilot.press("up")
        assert app.wanted == 1
        app.pane.add_history(("this sitting", "older", LONG), walk=True)
        assert app.pane.text == "older"
        await pilot.press("up")
        assert app.pane.exact == LONG
        await pilot.press("up")
        assert app.wanted == 1


async def test_inside_a_text_up_and_down_move_the_cursor() -> None:
    app = Alone("one\ntwo\nthree")
    async with app.run_test() as pilot:
        app.pane.ran()
        await pilot.press("up")
        assert app.pane.cursor_location[0] == 1
        await pilot.press("down")
        assert app.pane.cursor_location[0] == 2
        assert app.pane.text == "one\ntwo\nthree"


async def test_a_prompt_that_is_put_in_leaves_the_draft_one_up_away() -> None:
    app = Alone()
    async with app.run_test() as pilot:
        await pilot.press(*"mine")
        app.pane.put("from the library")
        await pilot.press("up")
        assert app.pane.text == "mine"


# Variants


async def test_variants_are_asked_under_their_names() -> None:
    app = Alone()
    async with app.run_test() as pilot:
        assert not app.pane.add_variant()
        await pilot.press(*"one")
        assert app.pane.add_variant()
        await pilot.press(*"!")
        assert app.pane.asked().variants == (Variant("A", "one"), Variant("B", "one!"))
        app.pane.next_variant()
        assert app.pane.text == "one"
        assert app.pane.place == 0


async def test_an_emptied_variant_is_dropped_by_a_run() -> None:
    app = Alone()
    async with app.run_test() as pilot:
        await pilot.press(*"one")
        app.pane.add_variant()
        await pilot.press("ctrl+u")
        asked = app.pane.asked()
        assert (asked.prompt, asked.variants) == ("one", ())
        assert app.pane.text == "one"


# The title


async def test_the_title_says_what_is_set_in_words_that_fit() -> None:
    app = Alone("{{a}} {{b}}")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert title(app) == "Prompt · 2 variables, 2 unset"
        app.pane.options = PromptOptions("Be kind.", "chatml", ("END",), {"a": "1", "b": ""})
        assert title(app) == "Prompt · 2 variables · system · chatml · 1 stop"
        app.pane.add_variant()
        app.pane.show_tokens("12 of 512")
        assert title(app) == ("Prompt · B of 2 · 12 of 512 tok · 2 var · system · chatml · stop")
        await pilot.resize_terminal(40, 24)
        await pilot.pause()
        assert title(app) == "Prompt · B of 2 · 12 of 512 tok"
