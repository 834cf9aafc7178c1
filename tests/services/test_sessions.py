from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.domain.runs import LaneResult, RunRequest, plan
from playground.engines.protocol import Usage
from playground.services import paths
from playground.services.catalog import load_templates
from playground.services.files import TomlError
from playground.services.sessions import SessionError, SessionStore, load_session
from tests.domain.entries import entry

_ROOT = Path(__file__).parents[2]
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


def ask(prompt: str = "hello", system: str = "", **rest: Any) -> RunRequest:
    return plan(
        [entry("model-a"), entry("model-b")],
        load_templates(),
        prompt=prompt,
        system=system,
        chosen={"seed": 5},
        **rest,
    )


def answer(text: str = "hi", **rest: Any) -> LaneResult:
    usage = Usage(3, 2, 1, 0.5, 0.25, 0.125)
    return LaneResult(text, "length", usage, engine="fake", engine_version="1", **rest)


def record(store: SessionStore, request: RunRequest, *results: LaneResult) -> None:
    store.start_run(request)
    for lane, result in zip(request.lanes, results, strict=False):
        store.end_lane(lane, result)


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
            store.keep_partial(lane.index, "so far ")
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


def test_another_process_is_refused_while_the_session_is_open(path: Path) -> None:
    store = SessionStore(path)
    store.start_run(ask())
    code = (
        "import sys; from pathlib import Path\n"
        "from playground.services.sessions import SessionError, SessionStore\n"
        "try:\n    SessionStore(Path(sys.argv[1])).close()\n"
        "except SessionError as error:\n    print(error.message); sys.exit(3)\n"
    )
    command = [sys.executable, "-c", code, str(path)]
    before = path.read_bytes()
    refused = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stderr) == (3, "")
    assert "is open in another llmplay" in refused.stdout
    assert path.read_bytes() == before
    store.close()
    assert subprocess.run(command, cwd=_ROOT, check=False).returncode == 0


def test_two_that_begin_the_same_file_do_not_spoil_it(path: Path) -> None:
    first, second = SessionStore(path), SessionStore(path)
    first.start_run(ask("first"))
    with pytest.raises(SessionError, match="open in another"):
        second.start_run(ask("second"))
    first.close()
    with pytest.raises(SessionError, match="begun by another"):
        second.start_run(ask("second"))
    second.close()
    assert [run["prompt"] for run in load_session(path)["runs"]] == ["first"]


_FULL_DISK = """
import resource, sys
from pathlib import Path
from playground.domain.runs import LaneResult, plan
from playground.engines.protocol import Usage
from playground.services.catalog import load_templates
from playground.services.sessions import SessionError, SessionStore
from tests.domain.entries import entry

store = SessionStore(Path(sys.argv[1]))
request = plan([entry("model-a")], load_templates(), prompt="hello")
store.start_run(request)
size = store.path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 300, size + 300))
for _ in range(2):
    try:
        store.end_lane(request.lanes[0], LaneResult("x" * 5000, "length", Usage()))
    except SessionError as error:
        print(error.message)
assert store.path.stat().st_size == size
store.close()
"""


def test_a_full_disk_leaves_a_valid_file(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(path)],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("cannot be written") == 2
    runs = load_session(path)["runs"]
    assert [run["prompt"] for run in runs] == ["hello"]
    assert "lanes" not in runs[0]


def test_a_head_that_does_not_fit_leaves_no_runs_without_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SessionStore(path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", _no_room)
        with pytest.raises(SessionError, match="No space left"):
            store.start_run(ask())
    assert store.start_run(ask("later")) == 1
    store.close()
    assert load_session(path)["runs"][0]["prompt"] == "later"


def _no_room(*_: object) -> int:
    raise OSError(28, "No space left on device")


@contextmanager
def unprivileged() -> Iterator[None]:
    """For root, give up what root may do, for as long as this lasts."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_may_not_be_searched_is_told() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o000)
        with unprivileged(), pytest.raises(SessionError, match="cannot be written") as caught:
            SessionStore(folder / "session.toml")
        folder.chmod(0o700)
    assert "Permission denied" in caught.value.message


def test_a_folder_that_may_not_be_written_is_told() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        store = SessionStore(folder / "sub" / "session.toml")
        with unprivileged(), pytest.raises(SessionError, match="Permission denied"):
            store.start_run(ask())
        folder.chmod(0o700)


@pytest.mark.parametrize("below", ["file", "x" * 300])
def test_a_path_that_cannot_be_is_told(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SessionError, match="cannot be written"):
        SessionStore(tmp_path / below / "session.toml").start_run(ask())


def test_a_folder_is_no_session(tmp_path: Path) -> None:
    with pytest.raises(TomlError, match="cannot be read"):
        SessionStore(tmp_path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is no session of llmplay"),
        ("title = 'mine'\n", "is no session of llmplay"),
        ("schema = 'x'\n[session]\n", "is no session of llmplay"),
        ("schema = 1\n", "is no session of llmplay"),
        ("schema = 99\n[session]\n", "has schema 99; this llmplay reads up to 1"),
        ("schema = \n", "is no valid TOML"),
        ("\xff", "is no UTF-8 text"),
    ],
)
def test_what_is_no_session_is_refused_and_left_alone(path: Path, content: str, told: str) -> None:
    data = content.encode("latin-1")
    path.write_bytes(data)
    with pytest.raises((SessionError, TomlError)) as caught:
        SessionStore(path)
    assert told in caught.value.message
    assert str(path) in caught.value.message
    assert path.read_bytes() == data


def test_partial_texts_of_a_killed_program_are_its_last_words(path: Path) -> None:
    store = SessionStore(path)
    request = ask()
    store.start_run(request)
    store.keep_partial(0, "one ")
    store.keep_partial(1, "uno ")
    store.keep_partial(0, "two")
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
