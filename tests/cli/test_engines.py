"""The right engine without being asked, another one when asked, both side by side."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.program import QUICK, llmplay
from tests.makers.modern import write_modern

pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")


def test_a_qwen2_file_runs_on_llama_cpp_and_the_other_engine_says_why_not(tmp_path: Path) -> None:
    model = write_modern(tmp_path / "qwen.gguf", "qwen2")
    ended = llmplay("run", "-m", model, "-p", "bab", *QUICK, "--format", "json")
    lane = json.loads(ended.out)["lanes"][0]
    assert lane["engine"] == "llamacpp"
    (told,) = ended.err.splitlines()
    assert "ctransformers cannot run the architecture qwen2" in told
    assert "llamacpp runs it" in told
    assert lane["notes"][0] in told
    quiet = llmplay("run", "-m", f"{model}@llamacpp", "-p", "bab", *QUICK)
    assert (quiet.code, quiet.err) == (0, "")
    refused = llmplay("run", "-m", model, "-p", "bab", *QUICK, "--engine", "ctransformers")
    assert refused.code == 1
    assert "ctransformers cannot run the architecture qwen2" in refused.err
    assert refused.err.count("qwen.gguf: ") == 1
    inspected = llmplay("models", "inspect", model).out
    assert "ctransformers: NO." in inspected
    assert "llamacpp: runs it" in inspected


def test_one_file_on_two_engines_says_the_same() -> None:
    models = ("-m", "demo-llama:f16", "-m", "demo-llama:f16@llamacpp")
    greedy = ("--temperature", "0", "--repetition-penalty", "1", "--max-new-tokens", "64")
    answer = json.loads(
        llmplay("run", *models, "-p", "Once upon a time", *greedy, "--format", "json").out
    )
    one, other = answer["lanes"]
    assert (one["engine"], other["engine"]) == ("ctransformers", "llamacpp")
    assert one["text"] == other["text"]
    assert other["model"]["id"] == "demo-llama:f16@llamacpp"


def test_the_settings_prefer_an_engine_where_it_can(home: Path, gpt2: Path) -> None:
    settings = home / ".config/llmplay/settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('engine = "llamacpp"')
    models = ("-m", "demo-llama", "-m", gpt2)
    lanes = json.loads(llmplay("run", *models, "-p", "x", *QUICK, "--format", "json").out)["lanes"]
    assert [lane["engine"] for lane in lanes] == ["llamacpp", "ctransformers"]


def test_a_grammar_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "g.gbnf").write_text('root ::= "yes" | "no"\n')
    run = ("run", "-p", "Is it?", "--grammar", tmp_path / "g.gbnf")
    assert llmplay(*run, "-m", "demo-llama@llamacpp").out in {"yes\n", "no\n"}
    assert llmplay(*run, "-m", "demo-llama").out in {"yes\n", "no\n"}
    refused = llmplay(*run, "-m", "demo-llama", "--engine", "ctransformers")
    assert (refused.code, "ctransformers cannot keep to a grammar" in refused.err) == (1, True)
    legacy = llmplay(*run, "-m", "demo-gpt2")
    assert (legacy.code, "only llamacpp can keep to a grammar" in legacy.err) == (1, True)
    typed = llmplay("run", "-p", "Is it?", "-m", "demo-llama", "--grammar", 'root ::= "maybe"')
    assert typed.out == "maybe\n"
    schema = llmplay("run", "-p", "x", "-m", "demo-llama", "--json-schema", '{"type":')
    assert (schema.code, "The schema is no JSON" in schema.err) == (2, True)
    missing = llmplay("run", "-m", "demo-llama", "-p", "x", "--lora", tmp_path / "none.gguf")
    assert (missing.code, "There is no file" in missing.err) == (2, True)


def test_without_the_engine_the_command_is_told(tmp_path: Path) -> None:
    model = write_modern(tmp_path / "qwen.gguf", "qwen2")
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "import importlib.metadata as m\n"
        "real = m.distribution\n"
        "def distribution(name):\n"
        "    if name == 'xllamacpp':\n"
        "        raise m.PackageNotFoundError(name)\n"
        "    return real(name)\n"
        "m.distribution = distribution\n"
    )
    from tests.cli.program import ROOT

    env = {"PYTHONPATH": f"{hidden}:{ROOT}"}
    ended = llmplay("run", "-m", model, "-p", "bab", *QUICK, env=env)
    assert ended.code == 1
    assert "llamacpp can run it and is not installed" in ended.err
    assert f"{sys.executable} -m pip install" in ended.err
    assert "xllamacpp" in ended.err
