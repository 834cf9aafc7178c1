"""The chat template inside a model file: rendered as its makers mean it, and never trusted."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.domain.templates import Turn
from playground.domain.writing import OWN
from playground.services.catalog import load_templates
from playground.services.chat_templates import ChatTemplateError, ChatWriter
from playground.services.chat_templates.rendering import ChatRefusedError, Renderer
from playground.services.local import entry_for_path
from tests.makers import write_llama
from tests.processes import children, wait_until_gone

HELLO = (Turn("user", "Hello"),)
CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
NO_SYSTEM = (
    "{{ bos_token }}{% for message in messages %}{% if message.role == 'system' %}"
    "{{ raise_exception('System role not supported') }}{% endif %}"
    "[{{ message.role }}] {{ message.content | trim }}\n{% endfor %}"
)


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    one = Renderer(seconds=20)
    yield one
    one.close()


@pytest.fixture
def writer() -> Iterator[ChatWriter]:
    one = ChatWriter(load_templates())
    yield one
    one.close()


def model(folder: Path, template: str) -> Path:
    return write_llama(
        folder / "tiny.gguf", metadata={"tokenizer.chat_template": ("str", template)}
    )


def values(**more: object) -> str:
    return json.dumps({"messages": [{"role": "user", "content": "Hi"}], **more})


def test_the_dialect_of_chat_templates(renderer: Renderer) -> None:
    source = (
        "{%- for m in messages %}\n    {%- if loop.first %}{% set x = m %}{{ x | tojson }}"
        "{% endif %}"
        "\n{%- break %}{%- endfor %}|{{ strftime_now('%Y') | length }}|{{ messages[0]['content'] }}"
    )
    assert renderer.render(source, values()) == '{"role": "user", "content": "Hi"}|4|Hi'


def test_an_exception_of_the_template_is_its_own_words(renderer: Renderer) -> None:
    with pytest.raises(ChatRefusedError, match="no, thanks"):
        renderer.render("{{ raise_exception('no, thanks') }}", values())


@pytest.mark.parametrize(
    "source",
    [
        "{{ messages.__class__.__mro__ }}{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.system('touch hacked') }}",
        "{% include '/etc/passwd' %}",
        "{{ messages.append(1) }}",
        "{% for x in range(10) %}",
        "{{ 'x' * 10 ** 10 }}",
        "{% for i in range(99999) %}{{ 'x' * 99999 }}{% endfor %}",
    ],
)
def test_hostile_templates_are_refused_and_the_next_is_rendered(
    renderer: Renderer, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ChatTemplateError) as caught:
        renderer.render(source, values())
    assert caught.value.message.startswith("It ")
    assert renderer.render("{{ messages | length }}", values()) == "1"
    assert os.listdir(tmp_path) == []  # noqa: PTH208


def test_an_endless_template_is_given_up() -> None:
    before = children()
    renderer = Renderer(seconds=0.5)
    endless = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(ChatTemplateError, match=r"more than 0\.5 s"):
        renderer.render(endless, values())
    assert children() <= before
    renderer.close()


def test_the_process_ends_with_its_owner(renderer: Renderer) -> None:
    before = children()
    renderer.render("x", values())
    (process,) = children() - before
    renderer.close()
    wait_until_gone(process)


def test_auto_takes_the_file_s_own(writer: ChatWriter, tmp_path: Path) -> None:
    entry = entry_for_path(model(tmp_path, CHATML))
    written = writer(entry, "auto", "Be brief.", HELLO)
    assert written.template == OWN
    assert written.text == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n"
        "<|im_start|>assistant\n"
    )
    assert written.stop == load_templates()["chatml"].stop
    assert "brings it along" in written.why
    typed = [piece.text for piece in written.pieces if not piece.from_template]
    assert typed == ["Be brief.", "Hello"]


def test_a_conversation(writer: ChatWriter, tmp_path: Path) -> None:
    entry = entry_for_path(model(tmp_path, CHATML))
    turns = (*HELLO, Turn("assistant", "Hi!"), Turn("user", "Why?"))
    written = writer(entry, "own", "", turns)
    assert written.text.count("<|im_start|>") == 4
    assert "assistant\nHi!<|im_end|>\n<|im_start|>user\nWhy?" in written.text


def test_a_template_without_a_system_role(writer: ChatWriter, tmp_path: Path) -> None:
    entry = entry_for_path(model(tmp_path, NO_SYSTEM))
    written = writer(entry, "auto", "Be brief.", (Turn("user", " Hello "),))
    assert written.text == "[user] Be brief.\n\n Hello\n"  # trimmed, as the template wants it
    assert "system" in written.remarks[0]


@pytest.mark.parametrize("source", ["{% broken", "{{ undefined.thing.other }}"])
def test_a_broken_template_gives_way_to_the_catalog_s(
    writer: ChatWriter, tmp_path: Path, source: str
) -> None:
    entry = entry_for_path(model(tmp_path, source))
    written = writer(entry, "auto", "", HELLO)
    assert (written.template, written.text) == ("raw", "Hello")
    assert "not used" in written.remarks[0]


def test_others_are_written_as_before(writer: ChatWriter, tmp_path: Path) -> None:
    bare = entry_for_path(write_llama(tmp_path / "bare.gguf"))
    assert writer(bare, "auto", "", HELLO).template == "raw"
    assert "none of its own" in writer(bare, "own", "", HELLO).why
    entry = entry_for_path(model(tmp_path, CHATML))
    assert writer(entry, "llama-2", "", HELLO).text == "[INST] Hello [/INST]"
