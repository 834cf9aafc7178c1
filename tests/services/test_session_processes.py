"""Sessions under processes that die, race and run out of room."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.services.sessions import SessionError, SessionStore, load_session, open_session
from playground.services.sessions.changing import duplicate
from tests.services.kills.rounds import kill_often
from tests.services.records import answer, ask, record

_ROOT = Path(__file__).parents[2]


def test_nothing_acknowledged_is_lost_to_kill_9(tmp_path: Path) -> None:
    assert kill_often(tmp_path, kills=8, seed=7) > 8


_RACER = """
import sys
from pathlib import Path
from playground.services.sessions import SessionBusyError, SessionError, SessionStore
from tests.services.records import answer, ask

path, name = Path(sys.argv[1]), sys.argv[2]
for turn in range(40):
    try:
        store = SessionStore(path)
        store.start_run(ask(f"{name} {turn}"))
    except SessionError:
        continue
    store.end_lane(ask().lanes[0], answer(f"{name} {turn}"))
    store.keep_partial(ask().lanes[1], "so far")
    store.close()
    print(turn)
"""


def test_processes_that_race_for_a_session_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "session.toml"
    racers = {
        name: subprocess.Popen(
            [sys.executable, "-c", _RACER, str(path), name],
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("a", "b")
    }
    won = {name: racer.communicate(timeout=120)[0].split() for name, racer in racers.items()}
    assert all(racer.returncode == 0 for racer in racers.values())
    session = open_session(path)
    assert [run.number for run in session.runs] == list(range(1, len(session.runs) + 1))
    assert {run.prompt for run in session.runs} >= {
        f"{name} {turn}" for name, turns in won.items() for turn in turns
    }
    assert all(run.lanes[0].text == run.prompt for run in session.runs)
    assert session.problems == ()


def test_a_copy_of_a_session_that_is_being_written_is_one_of_its_own(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "session.toml")
    record(store, ask("one"), answer("a"), answer("b"))
    copy = duplicate(store.path)
    other = SessionStore(copy)
    record(other, ask("two"), answer("c"))
    record(store, ask("three"), answer("d"))
    store.close()
    other.close()
    assert [run.prompt for run in open_session(copy).runs] == ["one", "two"]
    assert [run.prompt for run in open_session(store.path).runs] == ["one", "three"]
    assert open_session(copy).id != open_session(store.path).id


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 kB, where this machine allows mounting one."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills_up_keeps_the_file_whole_and_the_rest_in_memory(small_disk: Path) -> None:
    store = SessionStore(small_disk / "session.toml")
    request = ask("hello")
    store.start_run(request)
    kept = 0
    with pytest.raises(SessionError, match="No space left"):
        for kept in range(1000):  # noqa: B007 (the last one is what failed)
            store.end_lane(request.lanes[0], answer("x" * 9000))
    assert len(load_session(store.path)["runs"][0]["lanes"]) == kept
    with pytest.raises(SessionError, match="No space left"):
        store.start_run(request)
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    assert store.start_run(request) == 2
    assert store.waiting == 0
    store.close()
    runs = open_session(store.path).runs
    assert [len(run.lanes) for run in runs] == [kept + 1, 0]


def test_a_file_of_the_first_schema_is_brought_up_to_date_with_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "old.toml"
    old = (
        'schema = 1\n\n[session]\nid = "x"\ntitle = "old"\nprogram = "llmplay 0.0.9"\n'
        'mine = [1, 2]\n\n[[runs]]\nrun = 1\nmodels = ["m"]\nprompt = "hello"\n'
        '\n[[runs.partials]]\nlane = 0\ntext = "so "\n\n[[runs.partials]]\nlane = 0\ntext = "far"\n'
    )
    path.write_text(old)
    assert open_session(path).schema == (1, 0)  # reading alone changes nothing
    assert path.read_text() == old
    store = SessionStore(path)
    assert "brought up to date" in store.problems[0]
    assert store.start_run(ask("more")) == 2
    store.close()
    assert Path(f"{path}.schema-1.0.bak").read_text() == old
    session = open_session(path)
    assert (session.schema, session.title) == ((1, 2), "old")
    assert session.runs[0].lanes[0].text == "so far"
    assert load_session(path)["session"]["mine"] == [1, 2]


def test_what_a_newer_minor_version_added_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "newer.toml"
    store = SessionStore(path)
    record(store, ask("one"), answer("a"), answer("b"))
    store.close()
    text = path.read_text().replace("schema_minor = 2", 'schema_minor = 9\nmood = "calm"')
    text = text.replace("lane = 0\n", "lane = 0\ntaste = { sweet = true }\nnil = []\n")
    text += '\n[[omens]]\nbird = "owl"\n\n[omens.flight]\nleft = true\n# end\n'
    path.write_text(text)
    store = SessionStore(path)
    record(store, ask("two"), answer("c"))
    store.keep_partial(ask().lanes[1], "folded in")
    store.close()
    tables = load_session(path)
    assert (tables["schema_minor"], tables["mood"]) == (9, "calm")
    assert tables["omens"] == [{"bird": "owl", "flight": {"left": True}}]
    lane = tables["runs"][0]["lanes"][0]
    assert (lane["taste"], lane["nil"]) == ({"sweet": True}, [])
    assert tables["runs"][1]["lanes"][1]["text"] == "folded in"


def test_a_run_on_another_machine_says_so(tmp_path: Path) -> None:
    path = tmp_path / "moved.toml"
    store = SessionStore(path)
    record(store, ask("one"), answer("a"))
    store.close()
    path.write_text(path.read_text().replace('python = "', 'python = "9.'))
    store = SessionStore(path)
    record(store, ask("two"), answer("b"))
    store.close()
    session = open_session(path)
    assert session.machine.python.startswith("9.")
    first, second = session.runs
    assert first.machine is None
    assert second.machine is not None
    assert f"9.{second.machine.python}" == session.machine.python
