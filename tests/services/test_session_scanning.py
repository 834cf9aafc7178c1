from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.domain.edits import Edit, Removal
from playground.domain.judgements import Judgement, Side, Vote
from playground.domain.partials import partial_values
from playground.errors import PlaygroundError
from playground.services.sessions import SessionStore, load_session, open_session
from playground.services.sessions.scanning import scan
from tests.services.records import answer, ask

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SIDE = Side(1, 0, 1, "model-a")
HOSTILE = [
    '"""\n[[runs]]\nrun = 7\n',
    "'''\n[[runs]]\n# end\n",
    "\n# end\n\n[[votes]]\n",
    '\\"""\n[[edits]]\n',
    "]]\n[[[\n[",
    '"',
    "'",
    "\\",
    "\\\\\n[[runs]]",
    "a = '''\n[[runs]]",
    '""""""\n[[runs.lanes]]\n',
    "\r\n[[runs]]\r\n# end\r\n",
    "\0\ud800[[runs]]",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "session.toml"


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_that_look_like_blocks_are_texts(path: Path, text: str) -> None:
    store = SessionStore(path)
    store.start_run(ask(text, text, variables={"x": text}))
    store.end_lane(ask().lanes[0], answer(text, notes=(text, text)))
    (run,) = open_session(path).runs
    assert (run.prompt, run.variables, run.lanes[0].text) == (text, {"x": text}, text)
    assert run.lanes[0].notes == (text, text)
    store.close()


@given(st.lists(st.sampled_from([*HOSTILE, "plain", "two\nlines\n"]), min_size=1, max_size=6))
@settings(deadline=None, max_examples=25)
def test_the_index_finds_what_a_whole_reading_finds(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "session.toml")
        store = SessionStore(path)
        for text in texts:
            store.start_run(ask(text))
            store.end_lane(ask().lanes[0], answer(text))
        data = path.read_bytes()
        store.close()
    tables = tomllib.loads(data.decode())
    blocks = scan(data).blocks
    assert sum(block.kind == "runs" for block in blocks) == len(tables["runs"]) == len(texts)
    assert b"".join(data[block.start : block.end] for block in blocks) == data


def test_blocks_by_hand_are_found_whatever_their_style(path: Path) -> None:
    SessionStore(path)
    path.write_text(
        "schema = 1 # [[runs]]\nodd = [\n  ['a', ']]'],\n  [\n[ 'b' ],\n  ],\n]\n"
        "[session]\nid = 'x'\ntitle = '''[[runs]]\n[[runs]]'''\n"
        "  [[ runs ]]  # the first\nrun = 1\nprompt = '[[runs]]'\nmodels = [\n'm', # [[runs]]\n]\n"
        "[[runs.lanes]]\nlane = 0\ntext = '''\n[[runs.lanes]]\n'''\n[runs.lanes.model]\nid = 'm'\n"
        "[[runs.lanes.scores]]\nvalue = 1\n[[judges]]\nname = 'n'\n"
    )
    (run,) = open_session(path).runs
    assert (run.prompt, run.lanes[0].text) == ("[[runs]]", "[[runs.lanes]]\n")
    tables = load_session(path)
    assert tables == tomllib.loads(path.read_text())


_Step = Callable[[SessionStore], Any]
_TEXTS = st.sampled_from(["", "short", "two\nlines", *HOSTILE])
_LANES = ask().lanes
_KNOWN = partial_values(_LANES[1], answer(""))


def _lane(text: str) -> _Step:
    return lambda store: store.end_lane(_LANES[0], answer(text))


def _partial(text: str) -> _Step:
    return lambda store: store.keep_partial(_LANES[1], text, _KNOWN)


_STEPS: st.SearchStrategy[_Step] = st.one_of(
    _TEXTS.map(lambda text: lambda store: store.start_run(ask(text))),
    _TEXTS.map(_lane),
    _TEXTS.filter(bool).map(_partial),
    _TEXTS.map(lambda text: lambda store: store.judge(Judgement(SIDE, 4, text, NOW))),
    _TEXTS.map(lambda text: lambda store: store.edit(Edit(NOW, title=text, tags=(text, "t")))),
    _TEXTS.map(lambda text: lambda store: store.edit(Edit(NOW, conclusions=text))),
    st.just(lambda store: store.vote(Vote(SIDE, SIDE, "tie", False, None, NOW))),
    st.integers(1, 3).map(lambda run: lambda store: store.edit(Edit(NOW, removal=Removal(run, 0)))),
    st.integers(2, 4).map(lambda run: lambda store: store.edit(Edit(NOW, removal=Removal(run)))),
)


def state(path: Path) -> object:
    """All that a reader sees of a session."""
    session = open_session(path)
    runs = [(run.number, run.prompt, tuple(run.lanes)) for run in session.runs]
    return session.title, session.tags, session.conclusions, session.votes, runs


@given(st.lists(_STEPS, max_size=8), st.data())
@settings(deadline=None, max_examples=40)
def test_a_crash_at_any_byte_leaves_what_was_acknowledged(
    steps: list[_Step], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "session.toml")
        store = SessionStore(path)
        store.start_run(ask("first"))
        seen = [(path.stat().st_size, state(path))]
        for step in steps:
            step(store)
            seen.append((path.stat().st_size, state(path)))
        whole = path.read_bytes()
        store.close()
        assert state(path) == seen[-1][1]  # folding in changes nothing for a reader
        cut = data.draw(st.integers(seen[0][0], len(whole)))
        crashed = Path(folder, "crashed.toml")
        crashed.write_bytes(whole[:cut] + data.draw(st.sampled_from([b"", b"\0" * 9])))
        size, acknowledged = [one for one in seen if one[0] <= cut][-1]
        assert _untitled(state(crashed)) == _untitled(acknowledged)
        again = SessionStore(crashed)
        aside = Path(f"{crashed}.torn")
        if whole[size:cut].strip():
            assert aside.read_bytes().lstrip() == crashed_tail(whole[size:cut], aside)
            assert "half a record" in again.problems[0]
        number = again.start_run(ask("after"))
        again.close()
        assert open_session(crashed).runs[-1].number == number
        assert list(open_session(crashed).runs)[-1].prompt == "after"


def crashed_tail(tail: bytes, aside: Path) -> bytes:
    """What was set aside begins with the torn record; zeros may follow it."""
    rest = aside.read_bytes().lstrip()
    assert rest.rstrip(b"\0") == tail.lstrip().rstrip(b"\0")
    return rest


def _untitled(seen: Any) -> object:
    return seen[1:] if seen[0] in {"session", "crashed"} else seen


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_are_a_session_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "session.toml")
        path.write_bytes(b"schema = 1\n[session]\n[machine]\n\n[[runs]]\nrun = 1\n" + content)
        try:
            for run in open_session(path).runs:
                len(run.lanes)
        except PlaygroundError as error:
            assert str(path) in error.message
