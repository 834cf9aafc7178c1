"""Session files that are taken, full, forbidden or something else."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from playground.domain.judgements import Judgement, Side, Vote
from playground.services import paths
from playground.services.files import TomlError
from playground.services.sessions import SessionError, SessionStore, load_session, open_session
from playground.services.sessions.recovering import problems
from playground.services.sessions.summaries import chosen, listing, summary_of
from tests.services.records import answer, ask, record

_ROOT = Path(__file__).parents[2]
_THEN = datetime(2024, 2, 29, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "session.toml"


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
from playground.services.sessions import SessionError, SessionStore, load_session, open_session
from playground.services.sessions.recovering import problems
from playground.services.sessions.summaries import chosen, listing, summary_of
from tests.domain.entries import entry

store = SessionStore(Path(sys.argv[1]))
request = plan([entry("model-a")], load_templates(), prompt="hello")
store.start_run(request)
size = store.path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 300, resource.RLIM_INFINITY))
for text in ("one", "two"):
    try:
        store.end_lane(request.lanes[0], LaneResult(text * 5000, "length", Usage()))
    except SessionError as error:
        print(error.message)
    assert store.path.stat().st_size == size
assert store.waiting > 30000
load_session(store.path)
if sys.argv[2] == "room":
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
try:
    store.close()
except SessionError as error:
    print(error.message)
"""


@pytest.mark.parametrize("later", ["room", "none"])
def test_a_full_disk_leaves_a_valid_file_and_what_waits_is_written_later(
    path: Path, later: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(path), later],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("cannot be written") == (2 if later == "room" else 3)
    runs = load_session(path)["runs"]
    assert [run["prompt"] for run in runs] == ["hello"]
    texts = [lane["text"] for lane in runs[0].get("lanes", [])]
    assert texts == (["one" * 5000, "two" * 5000] if later == "room" else [])


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
        ("schema = 1\nschema_minor = 'x'\n[session]\n", "first block is not as llmplay writes it"),
        ("schema = 1\n[session]\ntags = 3\n", "tags is 3, which is no list of texts"),
        ("schema = 1\n[session]\nlast_run = 'x'\n", "last_run is 'x', which is no int"),
        ("schema = 1\n[session]\ncreated = 2024\n", "created is 2024, which is no datetime"),
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


def _recorded(path: Path) -> str:
    store = SessionStore(path)
    record(store, ask("hello"), answer("hi"), answer("ho"))
    store.judge(Judgement(Side(1, 0, 1, "model-a"), 4, "kind", _THEN))
    sides = (Side(1, 0, 1, "model-a"), Side(1, 1, 1, "model-b"))
    store.vote(Vote(*sides, "first", blind=False, seed=None, time=_THEN))
    store.close()
    return path.read_text()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("run = 1\nstarted", "started", "run is missing"),
        (
            "generation_seconds = 0.125",
            "generation_seconds = 1" + "0" * 400,
            "seconds is too large",
        ),
        ("seed = 5", "seed = [5]", "seed is [5], which is no number"),
        ("[votes.first]\nrun = 1", "[votes.first]\nrun = [1]", "run is [1], which is no int"),
        ('models = [\n    "model-a",\n    "model-b",\n]', "models = 3", "models is 3"),
        ('winner = "first"', 'winner = ["first"]', "winner is ['first']"),
        ("blind = false", "blind = 2", "blind is 2"),
        ("rating = 4", "rating = 2147483647", "rating is 2147483647, which is not between 1 and 5"),
        ("context_length =", "context_length = 1" + "0" * 30 + " #", "context_length is too large"),
        ("started =", "lanes = 3\nstarted =", "must be an iterable, not int"),
    ],
)
def test_a_value_of_another_type_is_told_with_its_key(
    path: Path, old: str, new: str, told: str
) -> None:
    text = _recorded(path)
    changed = text.replace(old, new)
    assert changed != text, text
    path.write_text(changed)
    with pytest.raises(SessionError) as caught:
        for run in open_session(path).runs:
            len(run.lanes)
    assert told in caught.value.message
    assert str(path) in caught.value.message
    assert summary_of(path).path == str(path)
    assert any(told in one for one in problems(path))


@pytest.mark.parametrize("models", ["[x", "3", '"\\q"', "[1, 2"])
def test_what_is_wrong_with_one_run_leaves_its_session_listed(path: Path, models: str) -> None:
    text = _recorded(path)
    path.write_text(re.sub(r"models = \[[^]]*\]", lambda _: f"models = {models}]", text))
    assert summary_of(path).id


@pytest.mark.parametrize("summary", [{}, {"title": 3}, {"models": [{}]}, {"runs": "1"}, 3])
def test_a_broken_memory_of_sessions_only_costs_time(summary: object) -> None:
    store = SessionStore()
    record(store, ask("hello"), answer("hi"))
    store.close()
    (good,) = listing()
    place = paths.cache_folder() / "sessions.json"
    known = json.loads(place.read_bytes())
    (entry,) = known["sessions"].values()
    entry["summary"] = {**entry["summary"], **summary} if isinstance(summary, dict) else summary
    for spoilt in [entry, 3, "x"]:
        known["sessions"] = {str(good.path): spoilt}
        place.write_text(json.dumps(known))
        assert chosen(listing(), "model-a") == [good]


@pytest.mark.parametrize("text", ["1." * 99, "\n" + "a." * 99, '"a".' * 99, "'''" + "a." * 99])
def test_an_answer_of_many_dots_is_no_key(path: Path, text: str) -> None:
    store = SessionStore(path)
    record(store, ask(text), answer(text), answer("ho"))
    store.close()
    (run,) = open_session(path).runs
    assert (run.prompt, run.lanes[0].text) == (text, text)
