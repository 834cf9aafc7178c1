from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from playground.domain.judgements import Judgement, Side, Vote
from playground.services.sessions import SessionError, SessionStore, load_session
from playground.services.texts import TextFileError, place, save_text
from tests.services.records import answer, ask

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
A, B = Side(1, 0, 1, "model-a"), Side(1, 1, 1, "model-b", "B")
VOTE = Vote(A, B, "second", True, 99, NOW)


def test_judgements_stand_among_runs_and_spoil_none(tmp_path: Path) -> None:
    path = tmp_path / "session.toml"
    store = SessionStore(path)
    request = ask()
    store.start_run(request)
    store.end_lane(request.lanes[0], answer("one"))
    store.judge(Judgement(A, 4, 'a "note"\nof two lines', NOW))
    store.end_lane(request.lanes[1], answer("two"))
    store.vote(VOTE)
    store.start_run(request)
    store.end_lane(request.lanes[1], answer("three"))
    store.close()
    tables = load_session(path)
    assert [[lane["text"] for lane in run["lanes"]] for run in tables["runs"]] == [
        ["one", "two"],
        ["three"],
    ]
    assert tables["judgements"] == [
        {
            "run": 1,
            "lane": 0,
            "version": 1,
            "model": "model-a",
            "rating": 4,
            "note": 'a "note"\nof two lines',
            "time": NOW,
        }
    ]


def test_votes_of_earlier_sittings_count(tmp_path: Path) -> None:
    path = tmp_path / "session.toml"
    store = SessionStore(path)
    store.start_run(ask())
    store.vote(VOTE)
    store.close()
    store = SessionStore(path)
    assert store.votes == (VOTE,)
    store.vote(VOTE)
    assert store.votes == (VOTE, VOTE)
    store.close()


def test_a_broken_vote_is_told(tmp_path: Path) -> None:
    path = tmp_path / "session.toml"
    store = SessionStore(path)
    store.start_run(ask())
    store.vote(VOTE)
    store.close()
    path.write_text(path.read_text().replace('winner = "second"', 'winner = "me"'))
    with pytest.raises(SessionError, match=r"\[\[votes\]\].*'me'"):
        SessionStore(path)


def test_last_words_of_two_versions_of_a_lane_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "session.toml"
    store = SessionStore(path)
    request = ask()
    store.start_run(request)
    store.end_lane(request.lanes[0], answer("ended"))
    second = replace(request.lanes[0], version=2)
    store.keep_partial(second, "second ")
    store.keep_partial(second, "try")
    lanes = load_session(path)["runs"][0]["lanes"]
    assert [(lane["version"], lane["text"]) for lane in lanes] == [(1, "ended"), (2, "second try")]
    store.close()


def test_a_text_is_written_and_replaces_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.txt"
    save_text(path, "one")
    save_text(path, "two \ud800 世")
    assert path.read_bytes() == "two \ufffd 世".encode()


def test_a_path_is_what_a_person_means(home: Path, tmp_path: Path) -> None:
    home.mkdir(exist_ok=True)
    assert place(" ~/a.txt ") == home / "a.txt"
    for typed in ("", "  ", f"{tmp_path}/", str(tmp_path)):
        with pytest.raises(TextFileError):
            place(typed)


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file" / "below", tmp_path / "nul\0"):
        with pytest.raises(TextFileError, match="cannot be written"):
            save_text(path, "text")
