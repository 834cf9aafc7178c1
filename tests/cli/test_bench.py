"""`llmplay bench` with both engines."""

from __future__ import annotations

import json
import tomllib

import pytest

from playground.services import paths
from tests.cli.program import llmplay

SMALL = ("--prompt-tokens", "32", "--tokens", "8", "--rounds", "1")


def test_speeds_over_threads_and_batches_and_the_best_is_kept() -> None:
    path = paths.settings_file()
    path.parent.mkdir(parents=True)
    path.write_text('# mine\nthreads = 9  # many\n[keys]\n"run.start" = "f5"\n')
    ended = llmplay(
        *("bench", "-m", "demo-llama", "--batch", "4,16", "--save", "--format", "json"), *SMALL
    )
    assert ended.code == 0, ended.err
    found = json.loads(ended.out)
    assert found["engine"] == "ctransformers"
    assert 24 <= found["prompt_tokens"] <= 36
    assert {one["batch"] for one in found["speeds"]} == {4, 16}
    assert all(
        one["prompt_tokens_per_second"] > 0 and one["tokens_per_second"] > 0
        for one in found["speeds"]
    )
    kept = path.read_text()
    assert tomllib.loads(kept)["threads"] == found["best"]["threads"]
    assert (
        kept
        == f"# mine\nthreads = {found['best']['threads']}  # many\n" + kept.partition("many\n")[2]
    )
    assert "threads = " in ended.err


def test_another_engine_as_a_table() -> None:
    ended = llmplay("bench", "-m", "demo-llama@llamacpp", "--threads", "1", *SMALL)
    assert ended.code == 0, ended.err
    assert ended.out.startswith("demo-llama@llamacpp, llamacpp: ")
    heading = ["THREADS", "BATCH", "PROMPT", "tok/s", "ANSWER", "tok/s"]
    assert ended.out.splitlines()[2].split() == heading
    assert "Best: 1 thread:" in ended.out
    assert not paths.settings_file().exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("-m", "demo-llama", "--threads", "1000"), "this machine has"),
        (("-m", "demo-llama", "--threads", "1,x"), "must be a whole number from 1 to 1024"),
        (("-m", "demo-llama@llamacpp", "--batch", "8"), "chooses the size of its batches itself"),
        (("-m", "no-such-model"), "no-such-model"),
        (("-m", "demo-llama", "--engine", "steam"), "There is no engine 'steam'"),
        ((), "-m/--model"),
    ],
)
def test_what_cannot_be_measured(options: tuple[str, ...], told: str) -> None:
    ended = llmplay("bench", *options)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
