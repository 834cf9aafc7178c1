"""Grammars, JSON schemas and LoRA adapters, as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.engines.protocol import Adapter
from playground.services.constraints import (
    ConstraintError,
    problem,
    read_adapters,
    read_all,
    read_grammar,
    read_schema,
)

YES = 'root ::= "yes" | "no"'


def test_a_grammar_is_a_file_or_the_text_itself(tmp_path: Path) -> None:
    file = tmp_path / "g.gbnf"
    file.write_text(f"{YES}\n")
    assert read_grammar(str(file)) == read_grammar(YES) == YES


def test_a_schema_is_a_file_or_the_text_itself(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    file.write_text('{"type": "boolean"}\n')
    assert read_schema(str(file)) == read_schema('{"type": "boolean"}')


def test_adapters_have_scales(tmp_path: Path) -> None:
    odd = tmp_path / "a:b.gguf"
    for path in (tmp_path / "one.gguf", odd):
        path.write_bytes(b"GGUF")
    one = str(tmp_path / "one.gguf")
    assert read_adapters(f"{one}:0.5, {one}") == (Adapter(one, 0.5), Adapter(one, 1.0))
    assert read_adapters(str(odd)) == (Adapter(str(odd), 1.0),)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("grammar", "missing.gbnf", "There is no file missing.gbnf"),
        ("grammar", 'start ::= "a"', "no rule root"),
        ("grammar", "\0", "There is no file"),
        ("json_schema", '{"type":', "no JSON"),
        ("json_schema", "missing.json", "There is no file missing.json"),
        ("json_schema", "~nobody-at-all/x", "There is no file"),
        ("lora", "missing.gguf:2", "There is no file missing.gguf"),
        ("lora", "/", "There is no file"),
        ("lora", __file__, "no LoRA adapter in GGUF"),
    ],
)
def test_what_cannot_be_used_is_told(name: str, text: str, told: str) -> None:
    assert told in (problem(name, text) or "")


def test_a_folder_and_a_binary_file_are_no_grammar(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    assert "no UTF-8" in (problem("grammar", str(tmp_path / "binary")) or "")
    assert "There is no file" in (problem("grammar", str(tmp_path)) or "")


def test_all_fields_of_all_models_are_read() -> None:
    found = read_all({"a": {"grammar": YES}, "b": {"json_schema": "{}"}, "c": {}})
    assert (found.grammar, found.json_schema, found.adapters) == ({"a": YES}, {"b": "{}"}, {})
    with pytest.raises(ConstraintError):
        read_all({"a": {"lora": "gone.gguf"}})
