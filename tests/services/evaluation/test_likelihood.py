"""Multiple choice by likelihood, from the model process to the scores."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from playground.demo.engine import FileModel
from playground.domain.endpoints import EndpointSettings
from playground.domain.tasks import TaskError
from playground.services.endpoints import endpoint_entry
from playground.services.evaluation.store import EvaluationError, Folder
from playground.services.local import resolve
from playground.services.tasks.finding import find_task
from tests.engines.endpoint import serving
from tests.services.evaluation.evaluating import evaluate, write_task

MIXED = 'accuracy = "higher"\nlikelihood = "higher"\nlikelihood_norm = "higher"'
COUNTED = 'exact_match = "higher"\nlikelihood = "higher"'


async def test_the_likeliest_choice_is_the_answer(tmp_path: Path) -> None:
    task, entry = find_task("qa-choice-demo"), resolve("demo-gpt2")
    records = await evaluate(tmp_path / "one", task, entry, limit=6)
    assert len(records) == 6
    assert entry.path
    alone = FileModel(Path(entry.path), "gpt2", 256)
    for record in records:
        example = task.example(record.example)
        prompt = task.asked(example)
        begin = len(alone.encode(prompt))
        own = {}
        for choice in example.choices:
            ids = alone.encode(f"{prompt} {choice}")
            own[choice] = -alone.surprise(ids, [at >= begin for at in range(len(ids))])[0]
        assert record.logprobs == pytest.approx(own, abs=1e-9)
        assert record.answer == max(own, key=own.__getitem__)
        by_length = max(own, key=lambda one: own[one] / len(one))
        assert record.scores == {
            "likelihood": float(record.answer in example.references),
            "likelihood_norm": float(by_length in example.references),
        }
        assert record.answer in record.remark
    assert Folder(tmp_path / "one").records() == records
    lanes = tomllib.loads((tmp_path / "one/session.toml").read_text())["runs"][0]["lanes"]
    assert [lane["text"] for lane in lanes] == [record.answer for record in records]


async def test_what_is_said_and_what_is_likely_are_judged_side_by_side(tmp_path: Path) -> None:
    with pytest.raises(TaskError, match="has no"):
        write_task(tmp_path, ["The sun"], 'likelihood_norm = "higher"', choices=["a time"])
    task = write_task(
        tmp_path, ["Once upon", "The sun"], MIXED, choices=["a time", "x"], reference="a time"
    )
    for record in await evaluate(tmp_path / "one", task, resolve("demo-llama")):
        assert record.completion_tokens > 0
        assert record.output not in {"", "a time"}
        assert set(record.scores) == {"accuracy", "likelihood", "likelihood_norm"}


async def test_an_endpoint_is_judged_by_what_it_says_only(tmp_path: Path) -> None:
    reference = {"choices": ["0 1 end é", "x"], "reference": "0 1 end é"}
    task = write_task(tmp_path, ["count 2"], COUNTED, **reference)
    with serving() as server:
        entry = endpoint_entry(EndpointSettings("mine", server.url), "tiny")
        (record,) = await evaluate(tmp_path / "one", task, entry)
        assert record.scores == {"exact_match": 1.0}
        alone = write_task(tmp_path / "alone", ["count 2"], 'likelihood = "higher"', **reference)
        with pytest.raises(EvaluationError, match="does not tell how likely"):
            await evaluate(tmp_path / "two", alone, entry)
    assert not (tmp_path / "two").exists()
