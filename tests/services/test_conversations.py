"""Conversations through real engines and real session files."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from playground.domain.conversations import Conversation, converse
from playground.domain.edits import Edit, Removal
from playground.domain.partials import partial_values
from playground.domain.runs import LaneNoted, LaneResult, Parent, RunRequest
from playground.domain.writing import plainly
from playground.services.catalog import load_templates
from playground.services.continuing import conversations_of
from playground.services.local import resolve
from playground.services.runner import RunService
from playground.services.sessions import SessionError, SessionStore, open_session
from playground.services.sessions.merging import merge
from tests.domain.test_conversations import after
from tests.services import records
from tests.services.lanes import ask, collect, service

WRITE = plainly(load_templates())
NOW = records.answer()

engines = pytest.mark.parametrize(
    "model",
    [
        "demo-llama",
        pytest.param(
            "demo-llama@llamacpp",
            marks=pytest.mark.skipif(
                importlib.util.find_spec("xllamacpp") is None,
                reason="llama.cpp is not installed (extra: llamacpp)",
            ),
        ),
        "demo-gpt2",
    ],
)


async def goes_on(
    running: RunService, request: RunRequest, results: Mapping[int, LaneResult], **rest: Any
) -> tuple[RunRequest, LaneResult]:
    """The next turn of the first lane, and how it ended."""
    said = Conversation.after(request.lanes[0], results[0].text, running.run_number)
    request = converse([said], WRITE, as_before=True, **{"prompt": "And then?", **rest})
    results, events = await collect(running, request)
    told = [event.text for event in events if isinstance(event, LaneNoted)]
    assert [one for one in results[0].notes if "left out" in one] == told
    return request, results[0]


@engines
async def test_only_what_is_new_is_read(model: str) -> None:
    request = ask([resolve(model)], "Once upon a time there was a robot.", tokens=40)
    async with service() as running:
        results, _ = await collect(running, request)
        first = results[0].usage
        for _ in range(2):
            request, result = await goes_on(running, request, results)
            results = {0: result}
            usage = result.usage
            kept = first.prompt_tokens + first.completion_tokens
            assert usage.prompt_tokens > kept
            # The last token drawn was never read, and its text may be cut in another way now.
            assert usage.reused_tokens >= kept - 6
            first = usage


@engines
async def test_what_does_not_fit_is_refused_or_loses_its_oldest_turns(model: str) -> None:
    request = ask([resolve(model)], "word " * 80, tokens=20, context_length=256)
    async with service() as running:
        results, _ = await collect(running, request)
        assert results[0].context_length == 256
        long = {"prompt": "other " * 170, "context_length": 256}
        _, refused = await goes_on(running, request, results, **long)
        assert refused.stop_reason == "error"
        assert "The conversation is too long." in (refused.error or "")
        assert "--drop-oldest" in (refused.error or "")
        store = SessionStore()
        running.record_in(store)
        _, kept = await goes_on(running, request, results, drop_oldest=True, **long)
        assert kept.error is None
        assert any("oldest 2 turns were left out" in note for note in kept.notes)
        assert kept.usage.prompt_tokens <= 256 - 20
        store.close()
    (lane,) = open_session(store.path).runs[0].lanes
    assert (lane.left_out, len(lane.history), lane.turn) == (2, 2, 2)
    assert "word" not in lane.prompt
    assert lane.history[0].content == "word " * 80


async def test_a_question_that_alone_is_too_long_is_refused_all_the_same() -> None:
    request = ask([resolve("demo-llama")], "word", tokens=4, context_length=64)
    async with service() as running:
        results, _ = await collect(running, request)
        long = {"prompt": "other " * 200, "context_length": 64, "drop_oldest": True}
        _, result = await goes_on(running, request, results, **long)
    assert result.stop_reason == "error"
    assert "64" in (result.error or "")
    assert "conversation" not in (result.error or "")


def recorded() -> Path:
    """Two runs of two models, and a branch from the first; b failed in the second."""
    store = SessionStore()
    first = records.ask("Why?", system="S")
    records.record(store, first, records.answer("A1"), records.answer("B1"))
    second = converse(after(first, 1), WRITE, prompt="Really?")
    failed = records.answer("", error="it died")
    records.record(store, second, records.answer("A2"), replace(failed, stop_reason="error"))
    branch = converse(
        [Conversation.before(lane) for lane in second.lanes], WRITE, prompt="Sure?", edits=2
    )
    records.record(store, branch, records.answer("A3"), records.answer("B3"))
    store.close()
    return store.path


def test_every_branch_is_read_back() -> None:
    session = open_session(recorded())
    first, second, branch = session.runs
    assert [lane.history for lane in first.lanes] == [(), ()]
    assert [[turn.content for turn in lane.history] for lane in branch.lanes] == [
        ["Why?", "Because model-a."],
        ["Why?", "Because model-b."],
    ]
    assert second.lanes[1].parent == Parent(1, 1, 1)
    assert (second.edits, branch.edits) == (0, 2)
    assert branch.parents == second.parents


def test_a_session_is_gone_on_with_where_it_ended_or_where_one_wants() -> None:
    path = recorded()
    found = conversations_of(path, WRITE)
    assert [one.turns[-1].content for one in found.conversations] == ["A3", "B3"]
    assert found.conversations[1].parent == Parent(3, 1, 1)
    assert found.conversations[1].lane.system == "S"
    second = conversations_of(path, WRITE, run=2)
    assert [one.turns[-1].content for one in second.conversations] == ["A2"]
    assert second.left_out == ("model-b is left out: it died",)
    edited = conversations_of(path, WRITE, run=2, edit=True, models=["model-b"])
    assert [one.turns[-1].content for one in edited.conversations] == ["Because model-b."]
    with pytest.raises(SessionError, match="no run 9"):
        conversations_of(path, WRITE, run=9)
    with pytest.raises(SessionError, match="no answer of c"):
        conversations_of(path, WRITE, models=["c"])
    with pytest.raises(SessionError, match="cannot be gone on with: model-b"):
        conversations_of(path, WRITE, run=2, models=["model-b"])


def test_a_turn_that_was_refused_is_no_end_of_the_conversation() -> None:
    path = recorded()
    store = SessionStore(path)
    refused = converse(conversations_of(path, WRITE).conversations, WRITE, prompt="too long")
    failed = replace(records.answer("", error="it does not fit"), stop_reason="error")
    records.record(store, refused, failed, failed)
    store.close()
    found = conversations_of(path, WRITE)
    assert (found.run, found.conversations[0].turns[-1].content) == (3, "A3")
    with pytest.raises(SessionError, match="Run 4 cannot be gone on with"):
        conversations_of(path, WRITE, run=4)


def test_a_conversation_outlives_a_run_that_was_removed() -> None:
    path = recorded()
    store = SessionStore(path)
    store.edit(Edit(open_session(path).runs[0].started, removal=Removal(1)))  # type: ignore[arg-type]
    store.close()
    found = conversations_of(path, WRITE)
    assert [turn.content for turn in found.conversations[0].turns] == [
        "Why?",
        "Because model-a.",
        "Sure?",
        "A3",
    ]


def test_merged_sessions_keep_who_goes_on_from_whom(tmp_path: Path) -> None:
    target = tmp_path / "merged.toml"
    merge([recorded(), recorded()], target)
    runs = open_session(target).runs
    assert [run.edits for run in runs] == [0, 0, 2, 0, 0, 5]
    assert [run.parents.get(1) for run in runs[3:]] == [None, Parent(4, 1, 1), Parent(4, 1, 1)]


def test_a_lane_that_never_ended_keeps_its_conversation() -> None:
    store = SessionStore()
    first = records.ask("Why?")
    records.record(store, first, records.answer("A1"), records.answer("B1"))
    second = converse(after(first, 1), WRITE, prompt="Really?")
    store.start_run(second)
    lane = second.lanes[0]
    store.keep_partial(lane, "so ", partial_values(lane, records.answer()))
    store.keep_partial(lane, "far")
    store.close()
    (found,) = open_session(store.path).runs[1].lanes
    assert (found.text, found.parent) == ("so far", Parent(1, 0, 1))
    assert [turn.content for turn in found.history] == ["Why?", "Because model-a."]
    goes_on = conversations_of(store.path, WRITE)
    assert goes_on.conversations[0].turns[-1].content == "so far"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('history = [\n    "Why?",\n', "history = [\n"),
        ("    1,\n    0,\n    1,\n", "    1,\n    0,\n"),
        ("    1,\n    0,\n    1,\n", "    true,\n    0,\n    1,\n"),
    ],
)
def test_what_is_no_conversation_is_told(old: str, new: str) -> None:
    path = recorded()
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(SessionError, match=r"history|parents"):
        for run in open_session(path).runs:
            assert list(run.lanes)
