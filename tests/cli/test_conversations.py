"""Conversations on the command line: said in one go, gone on with, put otherwise."""

from __future__ import annotations

import json
from pathlib import Path

from playground.services.sessions import open_session
from tests.cli.program import QUICK, llmplay

TALK = ("-m", "demo-llama", "-m", "demo-gpt2", "-p", "What is llmplay?", "--quiet", *QUICK)


def test_turns_follow_one_another_in_one_go(tmp_path: Path) -> None:
    session = tmp_path / "s.toml"
    ended = llmplay("run", *TALK, "--then", "Is it free?", "--session", session)
    assert (ended.code, ended.err) == (0, "")
    assert ">> Is it free?" in ended.out
    first, second = open_session(session).runs
    for lane in second.lanes:
        before = next(one for one in first.lanes if one.model.id == lane.model.id)
        assert lane.history[1].content == before.text
        assert lane.parent == (1, before.lane, 1)
        assert lane.reused_tokens >= before.prompt_tokens
    lines = llmplay("run", *TALK, "--then", "Is it free?", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["prompt"] for line in lines] == [
        "What is llmplay?",
        "What is llmplay?",
        "Is it free?",
        "Is it free?",
    ]


def test_a_session_is_gone_on_with_branched_and_replayed(tmp_path: Path) -> None:
    session = tmp_path / "s.toml"
    llmplay("run", *TALK, "--session", session)
    on = llmplay("run", "--continue", session, "-p", "Why?", "-m", "demo-gpt2")
    assert on.code == 0
    assert "knows no turns" in on.err
    other = llmplay("run", "--continue", session, "--edit", "2", "-p", "How?", "--quiet")
    assert (other.code, other.err) == (0, "")
    llmplay("run", "--continue", session, "--from", "1", "-p", "Where?", "--quiet")
    runs = open_session(session).runs
    assert [(run.models, run.edits, len(run.parents)) for run in runs] == [
        (("demo-llama", "demo-gpt2"), 0, 0),
        (("demo-gpt2",), 0, 1),
        (("demo-gpt2",), 2, 1),
        (("demo-llama", "demo-gpt2"), 0, 2),
    ]
    gpt2 = runs[1].lanes[0]
    assert on.out == gpt2.text + "\n"
    assert (gpt2.sampling.max_new_tokens, gpt2.turn) == (8, 2)
    assert runs[2].lanes[0].history == gpt2.history
    shown = llmplay("sessions", "show", session, "--run", "3").out
    assert "Puts run 2 otherwise" in shown
    assert "  > What is llmplay?\n" in shown
    assert "  > How?\n" in shown
    replayed = llmplay("sessions", "replay", session, "--quiet")
    assert replayed.code == 0, replayed.out
    assert replayed.out.count(": identical") == 6
    for form, said in (("markdown", "Turn 2, answer:"), ("html", "Before it, 2 turns")):
        assert said in llmplay("sessions", "export", session, "-o", "-", "--format", form).out
    answers = json.loads(llmplay("sessions", "export", session, "-o", "-", "--format", "json").out)[
        "answers"
    ]
    assert answers[-1]["goes_on_from"]["run"] == 1
    assert [turn["role"] for turn in answers[-1]["history"]] == ["user", "assistant"]
    assert answers[-1]["turn"] == 2


def test_wrong_usage_is_told(tmp_path: Path) -> None:
    session = tmp_path / "s.toml"
    llmplay("run", *TALK, "--session", session)
    for arguments, told in (
        (("--edit", "1", "-m", "demo-llama"), "--continue"),
        (("--continue", session, "--session", "x"), "--session names another"),
        (("--continue", session, "-n", "2"), "own conversation"),
        (("--continue", session, "--engine", "llamacpp"), "the engine it began with"),
        (("--continue", session, "--from", "5"), "no run 5"),
        (("--continue", session, "-m", "other"), "no answer of other"),
        (("--continue", tmp_path / "none.toml"), "There is no session"),
    ):
        ended = llmplay("run", "-p", "x", *arguments)
        assert (ended.code, ended.out) == (2, ""), ended
        assert told in ended.err
