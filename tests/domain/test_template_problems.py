"""What is wrong with a template, and whose format a file's own one is."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest

from playground.domain.templates import Template, detect


def test_shipped_templates_have_no_problems(templates: Mapping[str, Template]) -> None:
    assert all(not template.problems() for template in templates.values())


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"user": "Q: {question}"}, "user has an unknown placeholder {question}"),
        ({"user": "Q:"}, "user has no {content}"),
        ({"assistant": ""}, "assistant has no {content}"),
        ({"system": "{content}"}, "system has an unknown placeholder {content}"),
        ({"system": "Hello"}, "system has no {system}"),
        ({"generation_prompt": "{content}"}, "generation_prompt has an unknown placeholder"),
        ({"stop": ("",)}, "stop has an empty text"),
    ],
)
def test_problems_are_named(
    templates: Mapping[str, Template], changes: dict[str, object], problem: str
) -> None:
    broken = dataclasses.replace(templates["chatml"], **changes)  # type: ignore[arg-type]
    assert any(found.startswith(problem) for found in broken.problems())


@pytest.mark.parametrize(
    ("chat_template", "name"),
    [
        ("{{ '<|im_start|>' + message['role'] }}", "chatml"),
        ("{{ '<|im_start|>' }}{{ '<think>' }}", "chatml-think"),
        ("{{ '[INST] ' + message['content'] + ' [/INST]' }}", "mistral"),
        ("{{ '[INST] <<SYS>>' }}", "llama-2"),
        ("{{ '<|start_header_id|>' }}", "llama-3"),
        ("{{ '<start_of_turn>' }}", "gemma"),
        ("{{ '<|user|>' + eos_token }}", "tinyllama"),
        ("{{ '<|user|>' }}{{ '<|end|>' }}", "phi-3"),
        ("{{ '<\uff5cUser\uff5c>' }}", "deepseek-r1"),
        ("### Instruction: ### Response:", "alpaca"),
    ],
)
def test_a_files_own_template_is_recognised(
    templates: Mapping[str, Template], chat_template: str, name: str
) -> None:
    found = detect(list(templates.values()), chat_template)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("chat_template", ["", "{{ message.content }}"])
def test_an_unknown_format_is_not_guessed(
    templates: Mapping[str, Template], chat_template: str
) -> None:
    assert detect(list(templates.values()), chat_template) is None
