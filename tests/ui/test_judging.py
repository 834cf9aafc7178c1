from __future__ import annotations

from playground.domain.judgements import Side, Vote
from playground.services.sessions import load_session
from playground.ui.screens.ask import AskKey
from playground.ui.screens.main.judging import tally_text
from playground.ui.screens.page import PageScreen
from tests.ui.scripted import Sitting, sitting


async def recorded(one: Sitting, kind: str, count: int) -> list[dict[str, object]]:
    """The blocks of this kind in the session file, once there are so many."""
    await one.until(lambda: len(load_session(one.desk.store.path).get(kind, [])) == count)
    blocks: list[dict[str, object]] = load_session(one.desk.store.path)[kind]
    return blocks


async def test_ratings_and_notes_are_shown_and_recorded_at_once() -> None:
    async with sitting() as one:
        await one.run("a", "b")
        await one.press("2", "plus")
        assert "4/5" in one.status(1) or "★★★★☆" in one.status(1)
        await one.press("minus", "minus")
        await one.press("e", *"fine", "enter")
        assert "note" in one.status(1)
        blocks = await recorded(one, "judgements", 4)
        assert [block["rating"] for block in blocks] == [4, 3, 2, 2]
        assert blocks[-1]["note"] == "fine"
        assert {(block["run"], block["lane"], block["version"]) for block in blocks} == {(1, 1, 1)}


async def test_what_still_runs_is_not_judged() -> None:
    async with sitting("demo-llama") as one:
        await one.run()
        await one.press("f4", "plus")
        assert one.panes[0].latest.rating is None
        await one.answer("a")


async def test_each_version_has_its_own_rating() -> None:
    async with sitting("demo-llama") as one:
        await one.run("a")
        await one.press("plus", "r")
        await one.until(lambda: len(one.service.requests) == 2)
        await one.answer("b")
        assert "5" not in one.status().split("tok")[0].replace("34", "")
        await one.press("plus", "plus")
        (_, second, third) = await recorded(one, "judgements", 3)
        assert (second["run"], second["version"], third["rating"]) == (2, 2, 5)


async def test_a_vote_between_two() -> None:
    async with sitting() as one:
        await one.run("a", "b")
        await one.press("v")
        assert isinstance(one.app.screen, AskKey)
        await one.press("2")
        (block,) = await recorded(one, "votes", 1)
        assert (block["winner"], block["blind"]) == ("second", False)
        assert "shuffle_seed" not in block
        vote: Vote = one.desk.store.votes[0]
        assert vote.first == Side(1, 0, 1, "demo-llama")
        await one.press("v", "equals_sign")
        await recorded(one, "votes", 2)
        await one.press("t")
        assert isinstance(one.app.screen, PageScreen)
        text = str(one.app.screen.query("Static").first().render())
        assert "1 vote, none of them" in text
        assert "too few to say (1 of at least 10 votes)" in text


async def test_of_three_the_rival_is_asked_first() -> None:
    async with sitting("demo-llama", "demo-gpt2", "demo-llama:q4_0") as one:
        await one.run("a", "b", "c")
        await one.press("3", "v", "1", "3")
        await recorded(one, "votes", 1)
        vote = one.desk.store.votes[0]
        assert [vote.first.lane, vote.second.lane, vote.winner] == [0, 2, "second"]


async def test_outputs_beyond_the_ninth_can_be_voted_on_and_compared() -> None:
    async with sitting("demo-llama") as one:
        await one.press("f6", *["tab"] * 7, "1", "1", "f5")
        await one.until(lambda: len(one.service.lanes) == 11)
        await one.answer(*"abcdefghijk")
        await one.press("f4", "v", "b", "b")
        await recorded(one, "votes", 1)
        vote = one.desk.store.votes[0]
        assert [vote.first.lane, vote.second.lane, vote.winner] == [0, 10, "second"]
        await one.press("d", "a")
        await one.until(lambda: isinstance(one.app.screen, PageScreen))
        await one.press("escape")
        await one.press("p")
        assert one.focused is one.panes[10]
        assert one.main.outputs.region.contains_region(one.panes[10].region)


async def test_names_are_hidden_from_the_first_moment_until_all_are_judged() -> None:
    async with sitting() as one:
        await one.press("f4", "b")
        await one.run()
        assert [title.split() for title in one.titles] == [["1", "A"], ["2", "B"]]
        one.service.say(0, "text")
        await one.until(lambda: any(pane.latest.tokens for pane in one.panes))
        one.panes[0].draw_status()
        assert "tok" not in one.status() + one.status(1)
        await one.answer("a", "b")
        order = [pane.lane.index for pane in one.panes]
        await one.press("f4", "t")
        assert one.app.screen is one.main  # the tally would tell names
        await one.press("v", "a")
        assert [pane.hidden for pane in one.panes] == [False, False]
        assert [pane.lane.index for pane in one.panes] == order
        assert one.titles[0].startswith("1 =A demo-")
        (block,) = await recorded(one, "votes", 1)
        assert block["blind"] is True
        assert isinstance(block["shuffle_seed"], int)


async def test_reveal_by_key_and_blind_again_with_the_next_prompt() -> None:
    async with sitting() as one:
        await one.press("f4", "b")
        await one.run("a", "b")
        await one.press("u")
        assert "demo-" in one.titles[0]
        await one.press("f3", "x")
        await one.run("c", "d")
        assert one.titles[0].split() == ["1", "A"]
        await one.press("b")
        assert "demo-" in one.titles[0]
        await one.press("f3", "y")
        await one.run("e", "f")
        assert one.titles[0].startswith("1 demo-llama")


def test_no_votes_no_table() -> None:
    assert "No votes yet" in str(tally_text([]))
