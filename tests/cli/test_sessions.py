"""`llmplay sessions` as a person types it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from playground.services.sessions import open_session
from tests.cli.program import QUICK, llmplay


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session of two runs of the bundled models."""
    path = tmp_path_factory.mktemp("made") / "tries.toml"
    common = ("--session", path, *QUICK)
    assert llmplay("run", "-m", "demo-llama", "-p", "Once upon", "-n", "2", *common).code == 0
    assert llmplay("run", "-m", "demo-gpt2", "-p", "The moon", *common).code == 0
    return path


@pytest.fixture
def recorded(home: Path, made: Path) -> Path:
    """The session in the folder of sessions."""
    path = home / ".local/share/llmplay/sessions/tries.toml"
    path.parent.mkdir(parents=True)
    return Path(shutil.copy(made, path))


def test_a_session_is_listed_named_and_shown(recorded: Path) -> None:
    (listed,) = json.loads(llmplay("sessions", "list", "--format", "json").out)
    assert (listed["runs"], listed["answers"], listed["title"]) == (2, 3, "tries")
    assert listed["models"] == ["demo-llama", "demo-gpt2"]
    session = open_session(recorded)
    for name in (session.id, "tries", "TRI", str(recorded)):
        shown = llmplay("sessions", "show", name)
        assert (shown.code, shown.err) == (0, "")
        assert "Prompt: Once upon" in shown.out
        assert session.runs[0].lanes[0].text.strip() in shown.out
    one = json.loads(llmplay("sessions", "show", "tries", "--run", "2", "--format", "json").out)
    assert [run["prompt"] for run in one["runs"]] == ["The moon"]
    assert one["runs"][0]["lanes"][0]["text"] == session.runs[1].lanes[0].text
    assert one["machine"]["cores"] >= 1
    assert listed["beginning"] == "Once upon"
    assert "tries" in llmplay("sessions", "list", "gpt2").out
    assert "tries" in llmplay("sessions", "list", "once", "upon").out
    assert "tries" not in llmplay("sessions", "list", "mistral").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show", "nothing"), "There is no session 'nothing'"),
        (("show", "./nothing.toml"), "There is no session ./nothing.toml"),
        (("show", "tries", "--run", "9"), "has no run 9"),
        (("replay", "tries", "--threads", "999"), "this machine has"),
        (("edit", "tries"), "Nothing is to change"),
        (("edit", "tries", "--title", " "), "needs a title"),
        (("merge", "tries", "-o", "x.toml"), "Name two or more"),
        (("search", " "), "nothing to search"),
        (("restore", "tries"), "no session 'tries' in the trash"),
    ],
)
def test_wrong_usage_is_told(recorded: Path, arguments: tuple[str, ...], told: str) -> None:
    ended = llmplay("sessions", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err


def test_two_sessions_of_one_title_are_told_apart(recorded: Path) -> None:
    shutil.copy(recorded, recorded.with_name("other.toml"))
    llmplay("sessions", "edit", "other", "--title", "tries")
    assert llmplay("sessions", "show", "other").code == 0
    recorded.rename(recorded.with_name("third.toml"))
    ended = llmplay("sessions", "show", "Tries")
    assert ended.code == 2
    assert "Several sessions are called 'Tries': other, third" in ended.err


def test_a_replay_is_identical_whatever_the_threads(recorded: Path) -> None:
    for more in (("--threads", "1"), ("--threads", "2")):
        ended = llmplay("sessions", "replay", "tries", *more)
        assert ended.code == 0, ended.out
        assert ended.out.count(": identical") == 3
        assert "3 of 3 answers are identical." in ended.err


def test_a_replay_tells_what_differs_and_what_cannot_run(recorded: Path) -> None:
    text = recorded.read_text()
    said = open_session(recorded).runs[0].lanes[0].text
    before, key, after = text.replace(said, said[:4] + "@" + said[5:], 1).rpartition('sha256 = "')
    recorded.write_text(f"{before}{key}0{after[1:]}")
    ended = llmplay("sessions", "replay", "tries", "--format", "json", "--quiet")
    first, second, third = json.loads(ended.out)
    assert ended.code == 1
    assert (first["verdict"], first["at"], first["replayed"]) == ("differs", 4, said)
    assert second["verdict"] == "identical"
    assert third["verdict"] == "cannot run"
    assert "has another content now" in third["reason"]


def test_everything_is_searched(recorded: Path) -> None:
    llmplay("sessions", "edit", "tries", "--conclusions", "The moon is made\nof “cheese”.")
    found = json.loads(llmplay("sessions", "search", "tHe mOOn", "--format", "json").out)
    assert {hit["where"] for hit in found} >= {"conclusions", "prompt"}
    assert llmplay("sessions", "search", "“cheese”").out == (
        "tries, conclusions: The moon is made of “cheese”.\n"
    )
    said = open_session(recorded).runs[1].lanes[0].text.split()[-1]
    assert "answer of demo-gpt2" in llmplay("sessions", "search", said).out
    nothing = llmplay("sessions", "search", "xyzzy")
    assert (nothing.code, nothing.out) == (1, "")


def test_a_session_is_changed_deleted_and_brought_back(recorded: Path) -> None:
    llmplay("sessions", "edit", "tries", "--title", "Mine", "--tag", "a", "--tag", "b")
    edited = llmplay("sessions", "edit", "mine", "--untag", "a", "--conclusions", "-", given=b"ok")
    assert edited.out == "Mine #b\n"
    assert open_session(recorded).conclusions == "ok"
    gone = llmplay("sessions", "delete", "mine")
    assert Path(gone.out.strip()).is_file()
    assert not recorded.exists()
    assert "No sessions in" in llmplay("sessions", "list").err
    (lying,) = json.loads(llmplay("sessions", "restore", "--format", "json").out)
    assert (lying["title"], lying["path"]) == ("Mine", gone.out.strip())
    assert "Mine #b" in llmplay("sessions", "restore").out
    back = llmplay("sessions", "restore", "Mine")
    assert "No sessions in" in llmplay("sessions", "restore").err
    assert back.out == f"{recorded}\n"
    assert open_session("mine").tags == ("b",)


def test_two_sessions_are_compared_and_merged(recorded: Path, tmp_path: Path) -> None:
    other = shutil.copy(recorded, tmp_path / "other.toml")
    same = llmplay("sessions", "diff", "tries", other)
    assert (same.code, same.out.count("alike")) == (0, 3)
    llmplay("run", "-m", "demo-gpt2", "-p", "More", "--session", other, *QUICK)
    differs = llmplay("sessions", "diff", "tries", other)
    assert differs.code == 1
    assert "only in the second" in differs.out
    merged = tmp_path / "merged.toml"
    assert llmplay("sessions", "merge", "tries", other, "-o", merged).code == 0
    session = open_session(merged)
    assert [run.number for run in session.runs] == [1, 2, 3, 4, 5]
    assert llmplay("sessions", "validate", "tries", other, merged).code == 0
    again = llmplay("sessions", "merge", "tries", other, "-o", merged)
    assert (again.code, "is there already" in again.err) == (2, True)


def test_a_damaged_session_is_recovered_but_for_the_damage(recorded: Path) -> None:
    text = recorded.read_text()
    at = text.index("[[runs.lanes]]") + 20
    recorded.write_text(text[:at] + '"""' + text[at:])
    wrong = llmplay("sessions", "validate", "tries")
    assert wrong.code == 1
    assert "a text in them has no end" in wrong.out
    shown = llmplay("sessions", "show", "tries")
    assert (shown.code, shown.out.count("Run 1")) == (0, 1)
    assert "llmplay sessions recover" in shown.err
    ended = llmplay("sessions", "recover", "tries")
    assert (ended.code, ended.err.count("left out:")) == (1, 1)
    session = open_session(recorded.with_name("tries-recovered.toml"))
    assert [len(run.lanes) for run in session.runs] == [1, 1]
    assert recorded.read_text() == text[:at] + '"""' + text[at:]
