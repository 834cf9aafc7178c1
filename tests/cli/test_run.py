"""`llmplay run` with real models: prompts, forms, sessions, exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from playground.services.sessions import load_session
from tests.cli.program import QUICK, llmplay

LANE_KEYS = {
    "model",
    "engine",
    "text",
    "prompt_tokens",
    "completion_tokens",
    "stop_reason",
    "load_seconds",
    "first_token_seconds",
    "tokens_per_second",
    "error",
}


def run_json(*arguments: str | Path, given: bytes = b"") -> dict[str, Any]:
    ended = llmplay("run", *QUICK, "--format", "json", *arguments, given=given)
    assert (ended.code, ended.err) == (0, "")
    answer: dict[str, Any] = json.loads(ended.out)
    return answer


def test_text_is_the_answer_and_nothing_else(llama: Path) -> None:
    ended = llmplay("run", "-m", llama, "-p", "hello", *QUICK)
    assert (ended.code, ended.err) == (0, "")
    answer = run_json("-m", llama, "-p", "hello")
    assert ended.out == answer["lanes"][0]["text"] + "\n"


def test_json_has_everything_of_a_run(llama: Path, gpt2: Path) -> None:
    answer = run_json("-m", llama, "-m", gpt2, "-p", "hello", "--temperature", "0.5", "--stop", "@")
    assert answer["prompt"] == "hello"
    assert set(answer) == {"prompt", "parameters", "lanes"}
    parameters = answer["parameters"]
    assert (parameters["temperature"], parameters["seed"]) == (0.5, 1)
    assert (parameters["max_new_tokens"], parameters["stop"]) == (8, ["@"])
    assert len(answer["lanes"]) == 2
    for lane, path, architecture in zip(
        answer["lanes"], (llama, gpt2), ("llama", "gpt2"), strict=True
    ):
        assert set(lane) >= LANE_KEYS
        assert set(lane["model"]) == {
            "id",
            "path",
            "sha256",
            "architecture",
            "quantisation",
            "licence",
            "endpoint",
        }
        assert (lane["model"]["id"], lane["model"]["path"]) == (path.name, str(path))
        assert lane["model"]["architecture"] == architecture
        assert re.fullmatch("[0-9a-f]{64}", lane["model"]["sha256"])
        assert lane["engine"] == "ctransformers"
        assert (lane["stop_reason"], lane["error"]) in {("length", None), ("stop", None)}
        assert lane["prompt_tokens"] > 0
        assert 0 < lane["completion_tokens"] <= 8
        assert lane["load_seconds"] > 0
        assert lane["first_token_seconds"] > 0
        assert lane["tokens_per_second"] is None or lane["tokens_per_second"] > 0


def test_json_lines_come_in_the_order_named(llama: Path, gpt2: Path) -> None:
    ended = llmplay("run", "-m", llama, "-m", gpt2, "-p", "x", *QUICK, "--format", "jsonl")
    lanes = [json.loads(line) for line in ended.out.splitlines()]
    assert [lane["model"]["id"] for lane in lanes] == [llama.name, gpt2.name]
    assert all(set(lane) >= LANE_KEYS and lane["prompt"] == "x" for lane in lanes)


def test_markdown_keeps_the_text_whatever_it_holds(llama: Path) -> None:
    prompt = "```\nnot the end\n````"
    ended = llmplay("run", "-m", llama, "-p", prompt, *QUICK, "--format", "markdown")
    assert ended.code == 0
    assert f"`````text\n{prompt}\n`````\n" in ended.out
    assert f"# {llama.name}\n" in ended.out
    assert "| Seed | 1 |" in ended.out
    text = run_json("-m", llama, "-p", prompt)["lanes"][0]["text"]
    assert f"\n{text}\n" in ended.out


def test_several_models_give_labelled_blocks_in_order(llama: Path, gpt2: Path) -> None:
    ended = llmplay("run", "-m", gpt2, "-m", llama, "-p", "hello", *QUICK)
    answer = run_json("-m", gpt2, "-m", llama, "-p", "hello")
    expected = "\n".join(
        f"== {path.name} (F16, unknown) ==\n{lane['text']}\n".replace("\n\n", "\n")
        for path, lane in zip((gpt2, llama), answer["lanes"], strict=True)
    )
    assert ended.out.replace("\n\n", "\n") == expected.replace("\n\n", "\n")


def test_samples_are_repeatable_and_differ(llama: Path) -> None:
    texts = [
        [lane["text"] for lane in run_json("-m", llama, "-p", "hello", "-n", "3")["lanes"]]
        for _ in range(2)
    ]
    assert texts[0] == texts[1]
    assert len(set(texts[0])) == 3


def test_the_prompt_comes_from_wherever_it_is_given(llama: Path, tmp_path: Path) -> None:
    prompt = "zwei\r\nZeilen, ümlaut 🎉"
    file = tmp_path / "prompt.txt"
    file.write_bytes(prompt.encode() + b"\n")
    ways: list[tuple[list[str | Path], bytes]] = [
        (["-p", prompt], b"ignored"),
        (["-f", file], b"ignored"),
        (["-f", "-"], prompt.encode() + b"\n"),
        (["-"], prompt.encode() + b"\r\n"),
        ([], prompt.encode()),
    ]
    answers = [run_json("-m", llama, *arguments, given=given) for arguments, given in ways]
    assert [answer["prompt"] for answer in answers] == [prompt] * len(ways)
    assert len({answer["lanes"][0]["text"] for answer in answers}) == 1


@pytest.mark.parametrize(
    "prompt", [b"", b"\0", b"12345!!", "🎉".encode() * 20, "你好".encode() * 30, b" " * 200]
)
def test_prompts_that_end_a_naive_program(llama: Path, gpt2: Path, prompt: bytes) -> None:
    answer = run_json("-m", llama, "-m", gpt2, "-", given=prompt)
    assert [lane["stop_reason"] for lane in answer["lanes"]] == ["length", "length"]


def test_an_argument_that_is_no_utf8_is_run_all_the_same(llama: Path) -> None:
    ended = llmplay("run", "-m", llama, "-p", "caf\udce9", *QUICK, "--format", "json")
    assert ended.code == 0
    answer = json.loads(ended.out)
    assert answer["lanes"][0]["notes"] == ["lone surrogates in the prompt became question marks"]


def test_a_file_that_is_no_utf8_names_the_byte(llama: Path, tmp_path: Path) -> None:
    file = tmp_path / "latin.txt"
    file.write_bytes(b"caf\xe9 au lait")
    ended = llmplay("run", "-m", llama, "-f", file)
    assert (ended.code, ended.out) == (2, "")
    assert f"{file} is no UTF-8 text: byte 3 is 0xe9." in ended.err
    ended = llmplay("run", "-m", llama, "-", given=b"ab\xff")
    assert "standard input is no UTF-8 text: byte 2 is 0xff." in ended.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-p", "x"], "No model is named"),
        (["-m", "demo-lama", "-p", "x"], "Did you mean demo-llama"),
        (["-m", "", "-p", "x"], "no model called ''"),
        (["-m", "nowhere/x.gguf", "-p", "x"], "There is no file nowhere/x.gguf"),
        (["-m", "~nobody-at-all/x.gguf", "-p", "x"], "There is no file ~nobody-at-all/x.gguf"),
        (["-m", "a" * 5000 + ".gguf", "-p", "x"], "There is no file aaa"),
        (["-m", "demo-llama", "-f", "/nowhere.txt"], "/nowhere.txt cannot be read"),
        (["-m", "demo-llama", "-f", "/"], "/ cannot be read: Is a directory"),
        (["-m", "demo-llama", "-p", "x", "--template", "nix"], "There is no template 'nix'"),
        (["-m", "demo-llama", "-p", "x", "--engine", "nix"], "There is no engine 'nix'"),
        (["-m", "demo-llama", "-p", "x", "--threads", "1024"], "--threads 1024"),
        (["-m", "demo-llama", "-p", "x", "--stop", ""], "stop strings must not be empty"),
        (["-m", "demo-llama", "-p", "x", "-"], "Give the prompt once"),
        (["-m", "demo-llama", "-p", "x", "--session", "/"], "/ cannot be read"),
    ],
)
def test_what_cannot_be_asked_ends_with_2(arguments: list[str], told: str) -> None:
    ended = llmplay("run", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert ended.err.startswith("llmplay: ")


def test_a_wrong_setting_is_told_with_its_file(home: Path) -> None:
    settings = home / ".config" / "llmplay" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("threads = 'many'\n")
    ended = llmplay("run", "-m", "demo-llama", "-p", "x")
    assert ended.code == 2
    assert f"{settings}: threads must be a whole number" in ended.err


def test_a_session_is_recorded_and_continued(llama: Path, tmp_path: Path) -> None:
    path = tmp_path / "session.toml"
    for prompt in ("first", "second"):
        ended = llmplay("run", "-m", llama, "-p", prompt, *QUICK, "--session", path)
        assert ended.code == 0
    runs = load_session(path)["runs"]
    assert [(run["run"], run["prompt"]) for run in runs] == [(1, "first"), (2, "second")]
    assert runs[1]["lanes"][0]["text"] + "\n" == ended.out


def test_a_session_that_cannot_be_written_still_gives_the_answer(llama: Path) -> None:
    ended = llmplay("run", "-m", llama, "-p", "x", *QUICK, "--session", "/proc/session.toml")
    assert ended.code == 1
    assert "The session /proc/session.toml cannot be written" in ended.err


def test_a_lane_that_fails_ends_with_1_and_the_other_answers(llama: Path, gpt2: Path) -> None:
    long = "7" * 1000
    ended = llmplay("run", "-m", llama, "-p", long, *QUICK)
    assert (ended.code, ended.out.strip()) == (1, "")
    assert ended.err.startswith(f"llmplay: {llama.name}: The prompt needs")
    ended = llmplay("run", "-m", llama, "-m", gpt2, "-p", "x", "--context-length", "2", *QUICK)
    assert ended.code == 1
    assert len(ended.err.splitlines()) == 1
    assert f"== {gpt2.name}" in ended.out


@pytest.mark.parametrize("model", ["demo-llama", "demo-llama:q4_0", "demo-gpt2", "demo-gpt2:f16"])
def test_a_bundled_model_answers_by_its_name(model: str) -> None:
    answer = run_json("-m", model, "-p", "Once upon a time")
    lane = answer["lanes"][0]
    assert lane["model"]["id"] == model
    assert lane["text"].strip()
    assert lane["text"].isprintable() or "\n" in lane["text"]


def test_models_are_listed_with_the_bundled_first() -> None:
    listed = json.loads(llmplay("models", "list", "--format", "json").out)
    assert listed
    assert all(model["bundled"] and model["installed"] for model in listed)
    everything = json.loads(llmplay("models", "list", "--all", "--format", "json").out)
    assert everything[: len(listed)] == listed
    assert len(everything) > len(listed)
    table = llmplay("models", "list").out.splitlines()
    assert table[0].split()[:2] == ["ID", "NAME"]
    assert [line.split()[0] for line in table[1:]] == [model["id"] for model in listed]


def test_keys_are_those_of_the_settings(home: Path) -> None:
    settings = home / ".config" / "llmplay" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[keys]\n"run.start" = "ctrl+v"\n')
    keys = {row["id"]: row for row in json.loads(llmplay("keys", "--format", "json").out)}
    assert keys["run.start"]["key"] == "ctrl+v"
    assert keys["help.open"]["key"] == "f1"
    line = next(one for one in llmplay("keys").out.splitlines() if one.endswith("run.start"))
    assert line.startswith("ctrl+v ")
