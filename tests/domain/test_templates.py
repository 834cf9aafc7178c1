"""Prompt templates: the golden conversations, and texts that try to break out of them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domain.templates import Role, Template, render, render_prompt
from playground.services.catalog import load_templates
from tests.domain.template_texts import GOLDEN, HOSTILE, TURNS


def test_there_is_a_golden_text_for_every_template(templates: Mapping[str, Template]) -> None:
    assert set(templates) == set(GOLDEN)
    assert len(templates) == 29


@pytest.mark.parametrize("name", GOLDEN)
def test_one_question(templates: Mapping[str, Template], name: str) -> None:
    assert render_prompt(templates[name], "", "Hi") == GOLDEN[name][0]


@pytest.mark.parametrize("name", GOLDEN)
def test_a_conversation(templates: Mapping[str, Template], name: str) -> None:
    assert render(templates[name], "Be kind", TURNS) == GOLDEN[name][1]


@pytest.mark.parametrize("name", GOLDEN)
def test_the_beginning_of_text_is_left_to_the_engine(
    templates: Mapping[str, Template], name: str
) -> None:
    text = render(templates[name], "Be kind", TURNS)
    for token in ("<s>", "<bos>", "<|begin_of_text|>", "<\uff5cbegin\u2581of\u2581sentence\uff5c>"):
        assert token not in text


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", GOLDEN)
def test_texts_are_inserted_verbatim(
    templates: Mapping[str, Template], name: str, text: str
) -> None:
    turns: list[tuple[Role, str]] = [("user", text), ("assistant", text), ("user", text)]
    rendered = render(templates[name], text, turns)
    # The golden text with the harmless words replaced, in one pass, by the hostile ones.
    pieces = GOLDEN[name][1].replace("Be kind", "\0").replace("Hi", "\0", 1)
    pieces = pieces.replace("Ho!", "\0").replace("Why?", "\0")
    assert rendered == text.join(pieces.split("\0"))


@pytest.mark.parametrize("name", GOLDEN)
@pytest.mark.parametrize("blank", ["", "  \n\t"])
def test_a_blank_system_text_leaves_no_trace(
    templates: Mapping[str, Template], name: str, blank: str
) -> None:
    assert render_prompt(templates[name], blank, "Hi") == GOLDEN[name][0]


@given(st.text())
def test_raw_changes_nothing(text: str) -> None:
    raw = load_templates()["raw"]
    assert render_prompt(raw, "", text) == text
    assert render_prompt(raw, "Listen.", text) == "Listen.\n\n" + text


@pytest.mark.parametrize("name", ["llama-2", "chatml", "vicuna"])
def test_no_invitation_after_the_models_own_turn(
    templates: Mapping[str, Template], name: str
) -> None:
    template = templates[name]
    text = render(template, "", TURNS[:2])
    assert text.endswith(template.assistant.replace("{content}", "Ho!"))


def test_the_system_text_goes_in_once(templates: Mapping[str, Template]) -> None:
    for template in templates.values():
        assert render(template, "Be kind", [*TURNS, *TURNS[1:]]).count("Be kind") == 1


def test_no_turns_give_the_system_text_and_the_invitation(
    templates: Mapping[str, Template],
) -> None:
    assert render(templates["falcon"], "Be kind", []) == "Be kind\nAssistant:"


def test_every_chat_format_has_stop_texts(templates: Mapping[str, Template]) -> None:
    for name, template in templates.items():
        assert bool(template.stop) == (name not in {"raw", "server"})
        assert len(set(template.stop)) == len(template.stop)
