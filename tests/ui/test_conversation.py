"""Conversations on the screen: the next turn, a turn put otherwise, and the way back."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from playground.domain.runs import Parent
from playground.engines.protocol import Adapter
from playground.services.sessions import open_session
from playground.ui.screens.preview import PreviewScreen
from tests.ui.scripted import Sitting, sitting


async def say(one: Sitting, text: str, *answers: str) -> None:
    """Type the next turn, send it, and let each lane end with one of the answers."""
    await one.press("f3", *text)
    await one.run(*answers)


def title(one: Sitting) -> str:
    return str(one.main.prompt.border_title)


def shown(one: Sitting) -> list[str]:
    return [pane.view.text for pane in one.panes]


async def test_the_next_turn_goes_to_the_outputs_after_their_own_answers() -> None:
    async with sitting() as one:
        await one.run("one", "uno")
        await one.press("c")
        assert one.main.prompt.text == ""
        assert title(one).startswith("Turn 2 of the conversation")
        assert one.focused is None
        await say(one, "more", "two", "due")
        request = one.service.requests[-1]
        assert [[turn.content for turn in lane.turns] for lane in request.lanes] == [
            ["Hello", "one", "more"],
            ["Hello", "uno", "more"],
        ]
        assert [lane.parent for lane in request.lanes] == [Parent(1, 0, 1), Parent(1, 1, 1)]
        assert shown(one)[0] == "» Hello\n\none\n\n» more\n\ntwo"
        assert one.panes[0].text == "two"
        assert "turn 2" in one.titles[0]
        assert (one.main.prompt.text, title(one)) == ("", "Turn 3 of the conversation")
        await say(one, "again", "three", "tre")
        assert one.service.requests[-1].lanes[1].parent == Parent(2, 1, 1)
        await one.press("f4", "c")
        assert title(one).startswith("Prompt")
        await say(one, "anew", "four", "quattro")
        assert one.service.requests[-1].lanes[0].parent is None


async def test_a_turn_is_put_otherwise_and_the_old_branch_is_walked_to(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    async with sitting(session=path) as one:
        await one.run("one", "uno")
        await one.press("c")
        await say(one, "more", "two", "due")
        await one.press("x")
        assert one.main.prompt.text == "more"
        assert title(one).startswith("Turn 2 put otherwise")
        await say(one, "?", "other", "altro")
        request = one.service.requests[-1]
        assert (request.edits, request.again) == (2, 0)
        assert "".join(sorted(request.lanes[0].turns[-1].content)) == "".join(sorted("more?"))
        assert title(one).startswith("Turn 3")
        await one.press("f4", "less_than_sign")
        await one.until(lambda: one.panes[0].text == "two")
        await say(one, "on", "from here", "da qui")
        assert one.service.requests[-1].lanes[0].parent == Parent(2, 0, 1)
        await one.press("f4", "x")
        await one.run("the same again", "di nuovo")
        assert (one.service.requests[-1].again, one.service.requests[-1].edits) == (4, 0)
    runs = open_session(path).runs
    assert [run.edits for run in runs] == [0, 0, 2, 0, 0]
    assert [turn.content for turn in runs[3].lanes[0].history][1::2] == ["one", "two"]


async def test_a_conversation_is_there_again_when_the_session_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    async with sitting(session=path) as one:
        await one.run("one", "uno")
        await one.press("c")
        await say(one, "more", "two", "due")
    async with sitting(chosen=False, prompt="", session=path) as one:
        await one.until(lambda: len(one.panes) == 2)
        assert shown(one)[1] == "» Hello\n\nuno\n\n» more\n\ndue"
        assert (one.main.prompt.text, title(one)) == ("", "Turn 3 of the conversation")
        await say(one, "on", "three", "tre")
        assert one.service.requests[-1].lanes[0].parent == Parent(2, 0, 1)
        assert len(one.service.requests[-1].lanes[0].turns) == 5


async def test_the_preview_shows_all_turns_of_each_lane() -> None:
    async with sitting() as one:
        await one.run("one", "uno")
        await one.press("c", *"more", "ctrl+g")
        page = one.app.screen
        assert isinstance(page, PreviewScreen)
        assert "Hello" in str(page.query_one("#exact").render())
        assert "one↵\nmore" in str(page.query_one("#exact").render())
        assert "turn 2 of the conversation" in str(page.query_one("#facts").render())
        await one.press("right")
        assert "uno↵\nmore" in str(page.query_one("#exact").render())


async def test_what_cannot_be_gone_on_with_is_told() -> None:
    async with sitting() as one:
        await one.press("f4", "c")
        assert title(one).startswith("Prompt")
        await one.press("f3")
        await one.run()
        one.service.end(0, "one")
        one.service.end(1, "", "error", "it died")
        await one.until(lambda: not one.main.busy)
        await one.press("f4", "c")
        await one.press(*"more", "ctrl+n", *"!")
        await one.press("f5")
        assert len(one.service.requests) == 1
        await one.press("backspace", "backspace", "backspace", "backspace", "backspace", "ctrl+t")
        await one.run("two")
        assert [lane.entry.id for lane in one.service.requests[-1].lanes] == ["demo-llama"]
        assert any("demo-gpt2 said nothing" in note.message for note in one.app._notifications)


async def test_the_oldest_turns_may_go_where_the_options_say_so() -> None:
    async with sitting() as one:
        await one.run("one", "uno")
        await one.press("f4", "c")
        await say(one, "more", "two", "due")
        assert not one.service.requests[-1].lanes[0].shorter
        await one.press("f8")
        one.app.screen.query_one("#drop-oldest").focus()
        await one.press("space", "escape")
        await say(one, "on", "three", "tre")
        forms = list(one.service.requests[-1].lanes[0].shorter)
        assert [each.left_out for each in forms] == [2, 4]


async def test_a_conversation_keeps_its_adapters(tmp_path: Path) -> None:
    file = tmp_path / "style.gguf"
    file.write_bytes(b"GGUF")
    async with sitting("demo-llama") as one:
        await one.press("f6")
        for name, text in (("lora", f"{file}:0.5"), ("grammar", 'root ::= "a"')):
            one.main.query_one(f"#{name}", Input).value = text
        await one.press("f3")
        await one.run("one")
        (lane,) = one.service.requests[-1].lanes
        assert lane.adapters == (Adapter(str(file), 0.5),)
        assert lane.sampling.grammar == 'root ::= "a"'
        await one.press("f6")
        for name in ("lora", "grammar"):
            one.main.query_one(f"#{name}", Input).value = ""
        await one.press("f3", "f4", "c")
        await say(one, "more", "two")
        (lane,) = one.service.requests[-1].lanes
        assert lane.adapters == (Adapter(str(file), 0.5),)
        assert lane.sampling.grammar == ""
