from __future__ import annotations

import stat
import tempfile
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.domain.edits import Edit, Removal
from playground.domain.judgements import Judgement, Side
from playground.services import paths
from playground.services.sessions import SessionStore, load_session, open_session
from tests.services.records import answer, ask, record

_ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
NASTY = [
    "",
    "plain",
    "two\nlines",
    "windows\r\nline ends\r\n",
    "lone \r return",
    "NUL \0 and bell \a",
    "'''",
    '"""',
    "\"\"\"\n'''\n\\",
    '""""" quoted """""',
    "ends in a backslash \\",
    'ends in a quote "',
    "\nbegins with a line end",
    "\n\n\n",
    "   spaces   \t",
    "tab\there \x7f \x80 \x9f",
    "lone \ud800 surrogates \udfff",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") + " emoji",
    "\u2028 \u2029 \ufeff \u202e",
    "[[runs]]\nrun = 99\n",
    "# no comment",
    "\x1b[31mred\x1b[0m",
    "x_json",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "session.toml"


def test_looking_around_leaves_nothing(home: Path) -> None:
    store = SessionStore()
    assert not store.exists
    store.close()
    assert list(home.iterdir()) == []


def test_a_session_without_a_name_lies_in_the_data_folder() -> None:
    store = SessionStore()
    store.start_run(ask())
    store.close()
    assert store.path.parent == paths.sessions_folder()
    assert list(paths.sessions_folder().iterdir()) == [store.path]


def test_the_file_is_private(path: Path) -> None:
    store = SessionStore(path)
    store.start_run(ask())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_file_is_valid_after_every_step(path: Path) -> None:
    store = SessionStore(path)
    request = ask()
    for run in range(1, 4):
        assert store.start_run(request) == run
        assert len(tomllib.loads(path.read_text("utf-8"))["runs"]) == run
        for count, lane in enumerate(request.lanes, 1):
            store.keep_partial(lane, "so far ")
            tomllib.loads(path.read_text("utf-8"))
            store.end_lane(lane, answer(f"run {run}, lane {count}"))
            lanes = tomllib.loads(path.read_text("utf-8"))["runs"][-1]["lanes"]
            assert lanes[-1]["text"] == f"run {run}, lane {count}"
            assert len(lanes) == count
    store.close()
    assert [len(run["lanes"]) for run in load_session(path)["runs"]] == [2, 2, 2]


def test_everything_needed_to_repeat_a_lane_is_recorded(path: Path) -> None:
    store = SessionStore(path)
    result = answer(
        sha256="abc", threads=2, context_length=256, load_seconds=0.5, notes=("a note",)
    )
    record(store, ask("the prompt", "the system"), result)
    store.close()
    tables = load_session(path)
    assert tables["schema"] == 1
    assert tables["session"]["program"].startswith("llmplay ")
    assert tables["machine"]["cores"] >= 1
    run = tables["runs"][0]
    assert (run["run"], run["prompt"], run["system"]) == (1, "the prompt", "the system")
    assert run["models"] == ["model-a", "model-b"]
    lane = run["lanes"][0]
    assert lane["model"]["id"] == "model-a"
    assert lane["model"]["sha256"] == "abc"
    assert lane["sampling"]["seed"] == 5
    assert lane["sampling"]["temperature"] == 0.8
    assert (lane["engine"], lane["engine_version"], lane["threads"]) == ("fake", "1", 2)
    assert (lane["prompt_tokens"], lane["completion_tokens"]) == (3, 2)
    assert (lane["load_seconds"], lane["first_token_seconds"]) == (0.5, 0.25)
    assert lane["notes"] == ["a note"]
    assert "error" not in lane


@pytest.mark.parametrize("text", NASTY)
def test_texts_come_back_as_they_were(path: Path, text: str) -> None:
    store = SessionStore(path)
    request = ask(text, text, stop=(text,) if text else ())
    record(store, request, answer(text, notes=(text,)), answer(error=text))
    store.close()
    run = load_session(path)["runs"][0]
    assert run["prompt"] == text
    assert run.get("system", "") == text
    assert run["lanes"][0]["text"] == text
    assert run["lanes"][0]["notes"] == [text]
    assert run["lanes"][0]["sampling"].get("stop", [""]) == [text]
    assert run["lanes"][1]["error"] == text


@given(st.text(st.characters(), max_size=60), st.text("\r\n\\'\" \0\ud800é", max_size=30))
@settings(deadline=None, max_examples=150)
def test_any_text_comes_back_as_it_was(prompt: str, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "session.toml")
        store = SessionStore(path)
        record(store, ask(prompt), answer(text), answer(prompt + text))
        store.close()
        run = load_session(path)["runs"][0]
    assert run["prompt"] == prompt
    assert [lane["text"] for lane in run["lanes"]] == [text, prompt + text]


def test_an_existing_session_is_continued(path: Path) -> None:
    for expected in (1, 2, 3):
        store = SessionStore(path)
        assert store.start_run(ask(f"prompt {expected}")) == expected
        store.close()
    runs = load_session(path)["runs"]
    assert [run["run"] for run in runs] == [1, 2, 3]
    assert [run["prompt"] for run in runs] == ["prompt 1", "prompt 2", "prompt 3"]


def test_partial_texts_of_a_killed_program_are_its_last_words(path: Path) -> None:
    store = SessionStore(path)
    request = ask()
    store.start_run(request)
    store.keep_partial(request.lanes[0], "one ")
    store.keep_partial(request.lanes[1], "uno ")
    store.keep_partial(request.lanes[0], "two")
    store.end_lane(request.lanes[1], replace(answer("uno dos"), stop_reason="eos"))
    # No close: a killed program does not come to it.
    lanes = load_session(path)["runs"][0]["lanes"]
    assert {lane["model"]["id"]: lane["text"] for lane in lanes} == {
        "model-a": "one two",
        "model-b": "uno dos",
    }
    assert {lane["model"]["id"]: lane["stop_reason"] for lane in lanes} == {
        "model-a": "cancelled",
        "model-b": "eos",
    }
    store.close()
    assert "partials" not in path.read_text("utf-8")


def test_a_session_is_read_as_records(path: Path) -> None:
    store = SessionStore(path)
    result = answer(sha256="abc", threads=2, notes=("a note",))
    record(store, ask("the prompt", "the system"), result, answer("two"))
    store.judge(Judgement(Side(1, 1, 1, "model-b"), 4, "fine", NOW))
    store.edit(Edit(NOW, title="Mine", tags=("a", "b"), conclusions="So be it.\n"))
    record(store, ask("again"), answer("three"))
    for closed in (False, True):
        if closed:
            store.close()
        session = open_session(path)
        assert (session.title, session.tags, session.conclusions) == (
            "Mine",
            ("a", "b"),
            "So be it.\n",
        )
        assert (session.path, session.schema, session.problems) == (str(path), (1, 2), ())
        assert session.machine.cores >= 1
        first, second = session.runs
        assert (first.number, first.prompt, first.system) == (1, "the prompt", "the system")
        assert (second.number, [lane.text for lane in second.lanes]) == (2, ["three"])
        lane, other = first.lanes
        assert (lane.model.id, lane.model.sha256, lane.seed) == ("model-a", "abc", 5)
        assert (lane.engine, lane.threads, lane.notes) == ("fake", 2, ("a note",))
        assert (lane.prompt_tokens, lane.completion_tokens, lane.seconds) == (3, 2, 0.375)
        assert (lane.rating, lane.note) == (None, "")
        assert (other.rating, other.note, other.text) == (4, "fine", "two")
    assert "edits" not in path.read_text("utf-8")


def test_what_is_removed_is_gone_and_its_number_stays_unused(path: Path) -> None:
    store = SessionStore(path)
    for prompt in ("one", "two", "three"):
        record(store, ask(prompt), answer("a"), answer("b"))
    store.edit(Edit(NOW, removal=Removal(3)))
    store.edit(Edit(NOW, removal=Removal(1, 0)))
    store.edit(Edit(NOW, tags=("x",)))
    store.edit(Edit(NOW, tags=()))
    left = [[(lane.lane, lane.text) for lane in run.lanes] for run in open_session(path).runs]
    assert left == [[(1, "b")], [(0, "a"), (1, "b")]]
    store.close()
    assert b"three" not in path.read_bytes()
    assert open_session(path).tags == ()
    store = SessionStore(path)
    assert store.start_run(ask("four")) == 4
    store.close()
    assert [run.number for run in open_session(path).runs] == [1, 2, 4]


@pytest.mark.slow
def test_answers_of_five_megabytes_come_back_as_they_were(path: Path) -> None:
    nasty = ("''' \"\"\" \\ \r\n \0 \ud800 [[runs]]\n# end\n" * 200_000)[:5_000_000]
    plain = ('""" \\ \n é 世 [[runs]]\n# end\n' * 300_000)[:5_000_000]
    store = SessionStore(path)
    record(store, ask(), answer(nasty), answer(plain))
    assert [lane.text for lane in open_session(path).runs[0].lanes] == [nasty, plain]
    store.close()
