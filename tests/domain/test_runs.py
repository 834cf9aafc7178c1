from __future__ import annotations

from typing import Any

import pytest

from playground.domain.runs import RunRequest, Variant, plan
from playground.domain.templates import Template
from playground.engines.parameters import SEED_LIMIT
from playground.services.catalog import load_templates
from tests.domain.entries import entry

TEMPLATES = load_templates()


def laid_out(*entries: Any, **rest: Any) -> RunRequest:
    return plan(entries or (entry("a"),), TEMPLATES, **{"prompt": "hello", **rest})


def test_lanes_are_every_model_with_every_sample_models_first() -> None:
    request = laid_out(entry("a"), entry("b"), samples=2, chosen={"seed": 10})
    assert [(lane.index, lane.entry.id, lane.sample) for lane in request.lanes] == [
        (0, "a", 0),
        (1, "a", 1),
        (2, "b", 0),
        (3, "b", 1),
    ]
    assert [lane.sampling.seed for lane in request.lanes] == [10, 11, 10, 11]


def test_without_a_seed_all_models_get_the_same_drawn_one() -> None:
    request = laid_out(entry("a"), entry("b"), samples=2)
    first, second, third, fourth = (lane.sampling.seed for lane in request.lanes)
    assert (first, second) == (third, fourth)
    assert second == (first + 1) % SEED_LIMIT
    assert laid_out().lanes[0].sampling.seed != laid_out().lanes[0].sampling.seed
    assert not request.lanes[0].seed_fixed
    assert laid_out(chosen={"seed": 1}).lanes[0].seed_fixed


def test_seeds_stay_in_range() -> None:
    request = laid_out(samples=3, chosen={"seed": SEED_LIMIT - 1})
    assert [lane.sampling.seed for lane in request.lanes] == [SEED_LIMIT - 1, 0, 1]
    assert request.problems() == []


def test_variants_are_laid_out_within_each_model() -> None:
    variants = (Variant("short", "Hi"), Variant("long", "Hello there"))
    request = laid_out(entry("a"), entry("b"), variants=variants)
    assert [(lane.entry.id, lane.variant, lane.prompt) for lane in request.lanes] == [
        ("a", "short", "Hi"),
        ("a", "long", "Hello there"),
        ("b", "short", "Hi"),
        ("b", "long", "Hello there"),
    ]


def test_a_model_gets_its_own_template_unless_one_is_chosen() -> None:
    chat = entry("chat", template="chatml")
    own = laid_out(chat, system="Be brief.").lanes[0]
    assert own.template == "chatml"
    assert own.prompt.startswith("<|im_start|>system\nBe brief.")
    assert "<|im_end|>" in own.sampling.stop
    raw = laid_out(chat, template="raw").lanes[0]
    assert (raw.template, raw.prompt) == ("raw", "hello")


def test_an_unknown_template_of_a_model_is_raw() -> None:
    assert laid_out(entry("odd", template="nobody-knows")).lanes[0].template == "raw"


def test_stop_strings_follow_those_of_the_template_once() -> None:
    stops = TEMPLATES["chatml"].stop
    lane = laid_out(entry("chat", template="chatml"), stop=(*stops, "END")).lanes[0]
    assert lane.sampling.stop == (*stops, "END")


def test_choices_go_over_the_model_and_per_model_over_choices() -> None:
    request = laid_out(
        entry("a", sampling={"temperature": 0.1, "top_k": 3}),
        entry("b"),
        chosen={"temperature": 0.5},
        per_model={"b": {"temperature": 0.9}},
    )
    first, second = (lane.sampling for lane in request.lanes)
    assert (first.temperature, first.top_k) == (0.5, 3)
    assert second.temperature == 0.9


def test_problems_name_the_model() -> None:
    assert plan([], TEMPLATES, prompt="x").problems() == ["No model is selected."]
    request = laid_out(entry("a"), chosen={"temperature": 99.0}, samples=3)
    assert len(request.problems()) == 1
    assert request.problems()[0].startswith("a: temperature must be between")


@pytest.mark.parametrize("prompt", ["", "\0", "\ud800", "{{ x }}", "a\r\nb", "{system}"])
def test_the_raw_prompt_is_given_as_it_is(prompt: str) -> None:
    assert laid_out(prompt=prompt).lanes[0].prompt == prompt


def test_every_template_can_be_laid_out() -> None:
    for name, template in TEMPLATES.items():
        assert isinstance(template, Template)
        lane = laid_out(entry("a", template=name), prompt="the prompt", system="sys").lanes[0]
        assert "the prompt" in lane.prompt
        assert lane.template == name
