from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from playground.domain.conversations import Conversation, converse
from playground.domain.runs import Parent, RunRequest, Variant, plan
from playground.domain.templates import Turn
from playground.domain.writing import NO_TURNS, plainly
from playground.engines.protocol import Adapter
from playground.services.catalog import load_templates
from tests.domain.entries import entry

TEMPLATES = load_templates()
WRITE = plainly(TEMPLATES)


def begun(**rest: Any) -> RunRequest:
    """Two chat models that were asked something."""
    entries = [entry("a", template="chatml"), entry("b", template="alpaca")]
    return plan(entries, TEMPLATES, **{"prompt": "Why?", "system": "Be brief.", **rest})


def after(request: RunRequest, run: int = 3) -> list[Conversation]:
    """All its lanes, each with an answer of its own."""
    return [Conversation.after(lane, f"Because {lane.entry.id}.", run) for lane in request.lanes]


def test_every_lane_goes_on_with_its_own_answer() -> None:
    first = begun()
    request = converse(after(first), WRITE, prompt="Really?")
    one, other = request.lanes
    assert [turn.content for turn in one.turns] == ["Why?", "Because a.", "Really?"]
    assert [turn.content for turn in other.turns] == ["Why?", "Because b.", "Really?"]
    assert one.parent == Parent(3, 0, 1)
    assert other.parent == Parent(3, 1, 1)
    assert one.prompt.startswith(first.lanes[0].prompt + "Because a.")
    assert one.prompt == WRITE(one.entry, "chatml", "Be brief.", one.turns).text
    assert (request.prompt, request.system, one.system) == ("Really?", "Be brief.", "Be brief.")
    assert [lane.notes for lane in request.lanes] == [(), ()]


def test_a_turn_is_put_otherwise_with_what_was_before_it() -> None:
    second = converse(after(begun()), WRITE, prompt="Really?")
    other = converse([Conversation.before(lane) for lane in second.lanes], WRITE, prompt="Sure?")
    assert [turn.content for turn in other.lanes[0].turns] == ["Why?", "Because a.", "Sure?"]
    assert [lane.parent for lane in other.lanes] == [lane.parent for lane in second.lanes]
    first = converse([Conversation.before(begun().lanes[0])], WRITE, prompt="How?", edits=1)
    assert (first.lanes[0].turns, first.lanes[0].parent) == ((Turn("user", "How?"),), None)
    assert first.edits == 1


@pytest.mark.parametrize("system", ["", "S"])
def test_a_base_model_reads_one_text(system: str) -> None:
    base = plan([entry("base")], TEMPLATES, prompt="Once", system=system).lanes[0]
    request = converse([Conversation.after(base, " upon a time", 1)], WRITE, prompt="The end")
    lane = request.lanes[0]
    assert lane.prompt == (f"{system}\n\n" if system else "") + "Once upon a time\nThe end"
    assert lane.notes == (NO_TURNS,)
    assert NO_TURNS in WRITE(lane.entry, "auto", system, lane.turns).remarks
    assert NO_TURNS not in WRITE(lane.entry, "auto", system, lane.turns[-1:]).remarks


def test_a_chosen_template_stays_and_another_can_be_taken() -> None:
    first = begun(template="vicuna")
    assert converse(after(first), WRITE, prompt="x").lanes[0].template == "vicuna"
    assert converse(after(first), WRITE, prompt="x", template="raw").lanes[0].template == "raw"


def test_parameters_stay_on_demand_and_what_is_chosen_goes_before() -> None:
    first = begun(chosen={"temperature": 0.3, "top_k": 7, "seed": 5}, stop=["END"])
    kept = converse(after(first), WRITE, prompt="x", as_before=True, chosen={"top_k": 9}).lanes[0]
    assert (kept.sampling.temperature, kept.sampling.top_k) == (0.3, 9)
    assert "END" in kept.sampling.stop
    assert "<|im_end|>" in kept.sampling.stop
    new = converse(after(first), WRITE, prompt="x", per_model={"a": {"top_k": 3}}).lanes
    assert (new[0].sampling.top_k, new[1].sampling.top_k) == (3, 40)
    assert new[0].sampling.temperature != 0.3
    assert "END" not in new[0].sampling.stop


def test_samples_keep_their_distance_and_their_names() -> None:
    first = begun(samples=2, variants=[Variant("A", "one"), Variant("B", "two")])
    request = converse(after(first), WRITE, prompt="x", chosen={"seed": 10})
    assert [(lane.variant, lane.sample) for lane in request.lanes[:4]] == [
        ("A", 0),
        ("A", 1),
        ("B", 0),
        ("B", 1),
    ]
    assert [lane.sampling.seed for lane in request.lanes[:4]] == [10, 11, 10, 11]
    assert [lane.index for lane in request.lanes] == list(range(8))
    assert all(lane.seed_fixed for lane in request.lanes)


def test_the_oldest_turns_go_only_where_a_person_said_so() -> None:
    request = converse(after(begun()), WRITE, prompt="2?")
    for number in (3, 4):
        request = converse(after(request, number), WRITE, prompt=f"{number}?", drop_oldest=True)
    lane = request.lanes[0]
    assert [one.left_out for one in lane.shorter] == [2, 4, 6]
    texts = [lane.prompt, *(one.prompt for one in lane.shorter)]
    assert texts == sorted(texts, key=len, reverse=True)
    assert all("Be brief." in text and text.count("4?") == 1 for text in texts)
    assert "Why?" in texts[0]
    assert "Why?" not in texts[1]
    assert converse(after(request), WRITE, prompt="x").lanes[0].shorter == ()


def test_adapters_stay_unless_others_are_named() -> None:
    first = begun(adapters=[Adapter("/style.gguf", 0.5)])
    assert converse(after(first), WRITE, prompt="x").lanes[0].adapters[0].scale == 0.5
    none = converse(after(first), WRITE, prompt="x", adapters={"a": (), "b": ()}).lanes
    assert [lane.adapters for lane in none] == [(), ()]
    one = converse(after(first), WRITE, prompt="x", adapters={"a": ()}).lanes
    assert [len(lane.adapters) for lane in one] == [0, 1]


def test_another_system_text_and_filled_words() -> None:
    request = converse(
        after(begun()), WRITE, prompt="{{x}}?", wording="42?", system="", variables={"x": "42"}
    )
    assert (request.prompt, request.variables) == ("{{x}}?", {"x": "42"})
    assert request.lanes[0].turns[-1] == Turn("user", "42?")
    assert "Be brief." not in request.lanes[0].prompt


def test_what_was_not_recorded_has_no_parent() -> None:
    lane = replace(begun().lanes[0], version=2)
    assert Conversation.after(lane, "x", 0).parent is None
    assert Conversation.after(lane, "x", 4).parent == Parent(4, 0, 2)
