import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from playground.services.sessions import load_session
from tests.cli.program import llmplay
from tests.services.evaluation.kills import ARGUMENTS, answers, campaign

DEMO = ("summarisation-demo", "qa-demo", "-m", "demo-llama", "-m", "demo-gpt2", "--limit", "6")


def figures(out: str) -> Any:
    return json.loads(out)


def test_it_ranks_writes_the_findings_and_is_an_ordinary_session(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    ended = llmplay("eval", *DEMO, "--out", folder, "--format", "json")
    assert ended.code == 0, ended.err
    found = figures(ended.out)
    assert [one["task"] for one in found] == ["summarisation-demo", "qa-demo"]
    for result in found:
        assert sorted(result["ranking"]) == ["demo-gpt2", "demo-llama"]
        assert all(
            one["n"] == 6 and one["low"] <= one["mean"] <= one["high"] for one in result["scores"]
        )
        assert len(result["pairs"]) == 1
    runs = load_session(folder / "session.toml")["runs"]
    assert [len(run["lanes"]) for run in runs] == [12, 12]
    text = (folder / "findings.md").read_text(encoding="utf-8")
    page = (folder / "findings.html").read_text(encoding="utf-8")
    for word in ("Models", "Limits", "Conclusions", "To repeat it", "apache-2.0", "Q8"):
        assert word in text
        assert word in page
    assert "<svg" in page
    assert "<script" not in page
    assert "llmplay eval summarisation-demo qa-demo -m demo-llama" in text


def test_conclusions_go_into_the_findings(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    llmplay("eval", "qa-demo", "-m", "demo-gpt2", "--limit", "2", "--out", folder)
    mine = tmp_path / "mine.md"
    mine.write_text("The *second* is <b>good</b> enough.", encoding="utf-8")
    ended = llmplay("report", folder, "--conclusions", mine)
    assert ended.code == 0, ended.err
    assert "The *second* is" in (folder / "findings.md").read_text(encoding="utf-8")
    assert "&lt;b&gt;good" in (folder / "findings.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_killed_and_resumed_it_gives_the_same_figures(tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    arguments = (*ARGUMENTS, "--limit", "24")
    killed, problem = campaign(arguments, whole, cut, kills=3, seed=random.randrange(10**6))
    assert not problem
    assert killed, "it was to be killed in the midst of it"
    records = cut / "records.jsonl"
    lines = records.read_bytes().splitlines(keepends=True)
    records.write_bytes(b"".join(lines[:20]) + b'{"task": "qa-demo", "mod')  # as after a power cut
    refused = llmplay(*arguments, "--out", cut)
    assert (refused.code, "--resume" in refused.err) == (2, True)
    assert llmplay(*arguments, "--out", cut, "--resume").code == 0
    assert answers(cut) == answers(whole)
    other = llmplay(*ARGUMENTS[:3], "-m", "demo-gpt2", "--out", cut, "--resume")
    assert (other.code, "other models" in other.err) == (2, True)


@pytest.mark.slow
def test_code_is_run_only_when_it_is_allowed(tmp_path: Path) -> None:
    arguments = ("eval", "codegen-demo", "-m", "demo-gpt2", "--limit", "4", "--format", "json")
    careful = llmplay(*arguments, "--out", tmp_path / "careful")
    assert "--allow-code-execution" in careful.err
    assert {one["metric"] for one in figures(careful.out)[0]["scores"]} == {"chrf"}
    allowed = llmplay(
        *arguments, "--allow-code-execution", "--samples", "3", "--out", tmp_path / "allowed"
    )
    found = {one["metric"]: one for one in figures(allowed.out)[0]["scores"]}
    assert found["pass@3"]["mean"] >= found["passed"]["mean"]
    assert "temperature 0.8" in allowed.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("eval", "qa-demo"), "No model"),
        (("eval", "qa-dem", "-m", "demo-gpt2"), "qa-demo"),
        (("eval", "qa-demo", "-m", "demo-gpt2", "--resume"), "--out"),
        (("eval", "qa-demo", "-m", "nothing"), "nothing"),
        (("report", "."), "no evaluation"),
        (("tasks", "show", "none"), "no task"),
        (("tasks", "import", "squad", "none.json", "mine"), "none.json"),
    ],
)
def test_wrong_usage_is_told(arguments: tuple[str, ...], told: str, tmp_path: Path) -> None:
    ended = llmplay(*arguments, cwd=tmp_path)
    assert ended.code == 2
    assert told in ended.err


def test_tasks_are_listed_shown_made_and_checked(home: Path) -> None:
    assert "qa-demo" in llmplay("tasks", "list").out
    shown = llmplay("tasks", "show", "codegen-demo").out
    assert "pass" in shown
    assert "--allow-code-execution" in shown
    made = llmplay("tasks", "new", "mine")
    path = Path(made.out.strip())
    assert os.fspath(home) in os.fspath(path)
    assert "mine" in llmplay("tasks", "list", "--format", "json").out
    path.write_text("schema = 1\n", encoding="utf-8")
    wrong = llmplay("tasks", "validate")
    assert wrong.code == 1
    assert "mine.toml" in wrong.err
    assert "qa-demo: in order" in wrong.out
