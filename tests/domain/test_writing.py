from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from playground.domain.templates import Template, Turn, render_prompt
from playground.domain.writing import pieces, plainly, remarks, template_of
from playground.services.catalog import load_bundled, load_templates

TEMPLATES = load_templates()


@given(st.sampled_from(sorted(TEMPLATES)), st.text(), st.text())
def test_the_pieces_are_the_very_text_that_is_sent(name: str, system: str, prompt: str) -> None:
    template = TEMPLATES[name]
    found = pieces(template, system, (Turn("user", prompt),))
    assert "".join(piece.text for piece in found) == render_prompt(template, system, prompt)
    assert [piece.text for piece in found if not piece.from_template].count(prompt) >= 1


def test_what_was_typed_is_told_from_what_the_template_adds() -> None:
    found = pieces(TEMPLATES["chatml"], "", (Turn("user", "<|im_start|>"),))
    assert [(piece.text, piece.from_template) for piece in found] == [
        ("<|im_start|>user\n", True),
        ("<|im_start|>", False),
        ("<|im_end|>\n<|im_start|>assistant\n", True),
    ]


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


def test_a_conversation_keeps_its_texts_in_their_places() -> None:
    turns = (Turn("user", "A"), Turn("assistant", "B"), Turn("user", "C"))
    written = plainly(TEMPLATES)(load_bundled()[0], "chatml", "S", turns)
    typed = [piece.text for piece in written.pieces if not piece.from_template]
    assert typed == ["S", "A", "B", "C"]
    assert written.text.endswith("<|im_start|>assistant\n")
