"""`llmplay sessions export` as a program, on sessions that it recorded."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path

import pytest

from playground.domain.comparison import compare
from playground.services.exports import FORMATS, export
from playground.services.sessions import open_session
from tests.cli.program import QUICK, llmplay


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two prompts on the bundled models."""
    path = tmp_path_factory.mktemp("sessions") / "recorded.toml"
    for prompt in ("The meaning of life is", "Once upon a time"):
        models = ("-m", "demo-llama", "-m", "demo-gpt2")
        ended = llmplay("run", *models, "-p", prompt, *QUICK, "--session", path)
        assert ended.code == 0
    return path


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_to_a_file_and_to_standard_output_are_the_same(
    form: object, recorded: Path, tmp_path: Path
) -> None:
    assert isinstance(form, tuple)
    name, suffix = form[0], form[1]
    file = tmp_path / f"out{suffix}"
    assert llmplay("sessions", "export", recorded, "-o", file).code == 0
    out = llmplay("sessions", "export", recorded, "--format", name).out
    assert out.encode() == file.read_bytes()
    assert file.read_bytes() == b"".join(export(compare(open_session(recorded)), name))


def test_everything_that_was_said_is_in_it(recorded: Path) -> None:
    ended = llmplay("sessions", "export", recorded, "--format", "jsonl")
    rows = [json.loads(line) for line in ended.out.splitlines()]
    runs = open_session(recorded).runs
    # The file has the lanes as they ended, the export as they were asked.
    lanes = [lane for run in runs for lane in sorted(run.lanes, key=lambda lane: lane.lane)]
    texts = [lane.text for lane in lanes]
    assert [row["text"] for row in rows] == texts
    assert len(texts) == 4


def test_what_is_chosen(recorded: Path) -> None:
    ended = llmplay(
        *("sessions", "export", recorded, "--format", "csv", "--runs", "2", "-m", "demo-gpt2"),
        *("--columns", "run,model,path,prompt", "--anonymise", "--redact", "upon a"),
    )
    assert list(csv.reader(io.StringIO(ended.out))) == [
        ["run", "model", "path", "prompt"],
        ["2", "demo-gpt2", "", "Once [redacted] time"],
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--runs", "7"], "The session has no run 7. Its runs are numbered 1 to 2."),
        (["--runs", "x"], "Runs are numbers and ranges"),
        (["-m", "nix"], "The session has no model 'nix'."),
        (["--columns", "nix"], "There is no column 'nix'."),
        (["--redact", "("], "The pattern '(' is no regular expression"),
        (["-o", "/nowhere/x.md"], "There is no folder /nowhere."),
        (["--format", "docx"], "invalid choice: 'docx'"),
        (["-o", "report.pdf"], "The end of report.pdf names no format. End it in .md, .html,"),
    ],
)
def test_what_cannot_be_exported_is_told(recorded: Path, arguments: list[str], told: str) -> None:
    ended = llmplay("sessions", "export", recorded, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert told in " ".join(ended.err.replace("llmplay:", "").split())


def test_a_session_that_is_not_there() -> None:
    ended = llmplay("sessions", "export", "nowhere", "--format", "html")
    assert (ended.code, ended.out) == (2, "")
    assert "There is no session 'nowhere'" in ended.err


def test_the_commands_of_a_report_give_the_same_answers(recorded: Path) -> None:
    whole = json.loads(llmplay("sessions", "export", recorded, "--format", "json").out)
    again = []
    for command in whole["repeat"][1:]:
        words = shlex.split(command)
        assert words[:2] == ["llmplay", "run"]
        again += json.loads(llmplay(*words[1:], "--format", "json").out)["lanes"]
    assert [lane["text"] for lane in again] == [answer["text"] for answer in whole["answers"]]


def test_answers_are_rated_and_voted_on(recorded: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(recorded.read_bytes())
    rate = ("sessions", "rate", path, "--run", "1", "-m", "demo-llama")
    assert llmplay(*rate, "--rating", "4").code == 0
    assert llmplay(*rate, "--note", "warm").code == 0
    vote = ("sessions", "vote", path, "--run", "2", "--better", "demo-gpt2", "--than", "demo-llama")
    assert llmplay(*vote).code == 0
    record = open_session(path)
    lane = next(one for one in record.runs[0].lanes if one.model.id == "demo-llama")
    assert (lane.rating, lane.note) == (4, "warm")
    assert [(one.first.model, one.winner) for one in record.votes] == [("demo-gpt2", "first")]
    assert llmplay(*vote, "--tie").code == 0
    whole = json.loads(llmplay("sessions", "export", path, "--format", "json").out)
    assert [one["winner"] for one in whole["votes"]] == ["tie"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["rate", "--run", "1", "-m", "demo-llama"], "Give --rating, --note or both."),
        (["rate", "--run", "9", "-m", "demo-llama", "--rating", "3"], "no run 9. Its runs: 1 to 2"),
        (["rate", "--run", "1", "-m", "nix", "--rating", "3"], "It was answered by demo-"),
        (["rate", "--run", "1", "-m", "demo-llama", "--rating", "6"], "from 1 to 5"),
        (["vote", "--run", "1", "--better", "x", "--than", "x"], "x is named twice"),
    ],
)
def test_what_cannot_be_judged_is_told(recorded: Path, arguments: list[str], told: str) -> None:
    action, *rest = arguments
    ended = llmplay("sessions", action, recorded, *rest)
    assert (ended.code, ended.out) == (2, "")
    assert told in " ".join(ended.err.split())
