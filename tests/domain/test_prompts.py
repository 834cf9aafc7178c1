from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domain.asking import Asked, ask
from playground.domain.prompts import (
    Drafts,
    PromptOptions,
    fill,
    read_stops,
    variables_in,
    variant_name,
    write_stops,
)
from playground.domain.runs import Variant, plan
from playground.services.catalog import load_bundled, load_templates


def test_variables_are_found_once_each_in_the_order_of_their_first_use() -> None:
    assert variables_in("{{b}} {{ a }} {{b}}", "{{c_2}}") == ("b", "a", "c_2")


@pytest.mark.parametrize(
    "text", ["{name}", "{{}}", "{{2nd}}", "{{a-b}}", "{{a\n}}", "{ {a} }", "{{a b}}"]
)
def test_other_braces_are_no_variables(text: str) -> None:
    assert variables_in(text) == ()
    assert fill(text, {"name": "x", "a": "y", "b": "z"}) == text


def test_values_are_filled_in_once_and_never_read_again() -> None:
    assert fill("{{a}}-{{ b }}-{{c}}", {"a": "{{b}}", "b": r"\1"}) == r"{{b}}-\1-{{c}}"


@given(st.integers(0, 10_000))
def test_every_variant_has_a_name_of_its_own(index: int) -> None:
    name = variant_name(index)
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    assert number == index + 1


@given(st.lists(st.text(min_size=1), unique=True))
def test_stop_strings_survive_being_written_and_read(stops: list[str]) -> None:
    assert read_stops(write_stops(stops)) == tuple(stops)


def test_stop_strings_are_lines_with_escapes() -> None:
    assert read_stops("END\n\\n\\nUser:\n\n\\\\n\\q\nEND") == ("END", "\n\nUser:", "\\n\\q")


# Variants


def test_a_new_variant_is_a_copy_at_the_end() -> None:
    drafts = Drafts(("one", "two"), 0).copied()
    assert drafts == Drafts(("one", "two", "one"), 2)
    assert drafts.written("three").text == "three"


@pytest.mark.parametrize(
    ("texts", "at", "after"),
    [
        (("a", "b", "c"), 0, Drafts(("a", "b", "c"), 1)),
        (("a", "b", "c"), 2, Drafts(("a", "b", "c"), 0)),
        (("a", " ", "c"), 1, Drafts(("a", "c"), 1)),
        (("a", "b", ""), 2, Drafts(("a", "b"), 1)),
        (("", "b"), 1, Drafts(("b",), 0)),
        (("", "b"), 0, Drafts(("b",), 0)),
        (("", ""), 1, Drafts(("",), 0)),
        (("a",), 0, Drafts(("a",), 0)),
    ],
)
def test_a_walk_drops_what_was_emptied(texts: tuple[str, ...], at: int, after: Drafts) -> None:
    assert Drafts(texts, at).after() == after


@given(st.lists(st.sampled_from(["", " ", "a", "b", "c"]), min_size=1), st.data())
def test_what_is_kept_keeps_its_order_and_the_text_in_the_editor(
    texts: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(texts) - 1))
    kept = Drafts(tuple(texts), at).kept()
    if any(text.strip() for text in texts) and len(texts) > 1:
        assert kept.texts == tuple(text for text in texts if text.strip())
    else:
        assert kept.texts == (texts[at],)
    if texts[at].strip():
        assert kept.text == texts[at]


# What a run gets


def test_a_plain_prompt_is_asked_as_it_is() -> None:
    assert ask(["Hello"], 0, {}, PromptOptions()) == Asked("Hello")


def test_values_reach_the_prompt_and_the_system_prompt() -> None:
    options = PromptOptions("You are {{role}}.", "chatml", ("END",), {"role": "a cat", "x": "y"})
    asked = ask(["I am {{role}}"], 0, {}, options)
    assert asked == Asked(
        "I am {{role}}",
        "You are a cat.",
        "chatml",
        ("END",),
        (Variant("", "I am a cat"),),
        {"role": "a cat"},
    )
    assert asked.wordings == asked.variants


def test_variants_are_named_by_their_place() -> None:
    asked = ask(["one {{n}}", "two"], 1, {}, PromptOptions(values={"n": "1"}))
    assert asked.prompt == "two"
    assert asked.variants == (Variant("A", "one 1"), Variant("B", "two"))


def test_variables_without_a_value_are_named_for_all_variants_and_the_system_prompt() -> None:
    options = PromptOptions(system="{{s}}", values={"a": "1"})
    asked = ask(["{{a}} {{b}}", "{{c}}"], 0, {}, options)
    assert asked.missing == ("s", "b", "c")
    (problem,) = asked.problems("F8")
    assert "{{s}} and {{b}} and {{c}}" in problem
    assert "F8" in problem


def test_attached_text_reaches_the_model_as_it_is() -> None:
    attached = {"[pasted 9 characters]": "{{name}}\x00"}
    text = "{{name}}: [pasted 9 characters] [pasted 8 characters]"
    asked = ask([text], 0, attached, PromptOptions(values={"name": "[pasted 9 characters]"}))
    assert asked.prompt == "{{name}}: {{name}}\x00 [pasted 8 characters]"
    (variant,) = asked.variants
    assert variant.prompt == "[pasted 9 characters]: {{name}}\x00 [pasted 8 characters]"
    assert not asked.missing


def test_an_empty_prompt_is_a_problem() -> None:
    assert ask([""], 0, {}, PromptOptions()).problems("F8") == ["The prompt is empty."]
    assert ask([" "], 0, {}, PromptOptions()).problems("F8") == []


def test_a_single_wording_is_run_filled_in_and_recorded_as_typed() -> None:
    asked = ask(["I am {{role}}"], 0, {}, PromptOptions("Be.", "chatml", ("END",), {"role": "x"}))
    request = plan(
        load_bundled()[:1],
        load_templates(),
        prompt=asked.prompt,
        system=asked.system,
        template=asked.template,
        stop=asked.stop,
        variants=asked.variants,
        variables=asked.variables,
    )
    (lane,) = request.lanes
    assert "user\nI am x<|im_end|>" in lane.prompt
    assert lane.sampling.stop[-1] == "END"
    assert lane.variant == ""
    assert (request.prompt, request.variants) == ("I am {{role}}", ())
    assert request.variables == {"role": "x"}
