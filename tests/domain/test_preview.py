from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domain.preview import pieces, remarks, revealed, shortened, template_of
from playground.domain.templates import Template, render_prompt
from playground.services.catalog import load_bundled, load_templates

TEMPLATES = load_templates()


@given(st.sampled_from(sorted(TEMPLATES)), st.text(), st.text())
def test_the_pieces_are_the_very_text_that_is_sent(name: str, system: str, prompt: str) -> None:
    template = TEMPLATES[name]
    found = pieces(template, system, prompt)
    assert "".join(piece.text for piece in found) == render_prompt(template, system, prompt)
    assert [piece.text for piece in found if not piece.from_template].count(prompt) >= 1


def test_what_was_typed_is_told_from_what_the_template_adds() -> None:
    found = pieces(TEMPLATES["chatml"], "", "<|im_start|>")
    assert [(piece.text, piece.from_template) for piece in found] == [
        ("<|im_start|>user\n", True),
        ("<|im_start|>", False),
        ("<|im_end|>\n<|im_start|>assistant\n", True),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one two", "one two"),
        (" one  two ", "·one··two·"),
        ("a \n b", "a·↵\n·b"),
        ("a\tb", "a⇥\tb"),
        ("a\xa0b\u200bc\ufeff", "a⟨U+00A0⟩b⟨U+200B⟩c⟨U+FEFF⟩"),
        ("\x00\x1b", "␀␛"),
        ("\ud800", "\ufffd"),
    ],
)
def test_what_the_eye_would_miss_is_shown(text: str, shown: str) -> None:
    assert revealed(text) == shown


def test_of_a_long_text_the_ends_are_shown_and_the_rest_is_counted() -> None:
    (piece,) = pieces(TEMPLATES["raw"], "", "a" * 16_000 + "b" * 1_000_000 + "c" * 4_000)
    head, remark, tail = shortened(piece)
    assert head.text == "a" * 16_000
    assert "1,000,000 characters" in remark.text
    assert tail.text == "c" * 4_000


def test_why_a_template_is_taken() -> None:
    entry = load_bundled()[0]
    bare: Template
    bare, why = template_of(entry, "auto", TEMPLATES)
    assert (bare.name, why) == (entry.template, f"the catalog says so of {entry.id}")
    chosen, why = template_of(entry, "chatml", TEMPLATES)
    assert (chosen.name, why) == ("chatml", "chosen in the prompt options")
    local = replace(entry, bundled=False, source="", repo=None, template="raw")
    assert "no chat template" in template_of(local, "auto", TEMPLATES)[1]
    named = replace(local, template="zephyr")
    assert "markers" in template_of(named, "auto", TEMPLATES)[1]
    gone = replace(local, template="gone")
    bare, why = template_of(gone, "auto", TEMPLATES)
    assert bare.name == "raw"
    assert "'gone'" in why


def test_remarks_warn_of_what_an_answer_would_not_show() -> None:
    assert any(
        "ctransformers" in remark for remark in remarks(TEMPLATES["chatml"], "", ("ctransformers",))
    )
    assert any("system" in remark for remark in remarks(TEMPLATES["mistral"], "Be brief.", ()))
    assert not any("system prompt" in remark for remark in remarks(TEMPLATES["mistral"], " ", ()))
