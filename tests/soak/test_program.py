from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from playground.services.sessions import SessionStore
from tests.processes import wait_until_gone
from tests.pty.playing import Pane
from tests.services.records import answer, ask, record
from tests.soak.program.answers import Seen, lanes_of
from tests.soak.program.faults import FAULTS
from tests.soak.program.held import Held, grown, processes_of
from tests.soak.program.places import PLACES
from tests.soak.program.script import rounds
from tests.soak.program.soaking import soak


@pytest.mark.slow
def test_nothing_is_lost_or_left_while_things_go_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = soak(2403, most=2, keep=tmp_path / "kept")
    told = capsys.readouterr().out
    assert code == 0, told
    assert "nothing lost, nothing left behind" in told
    for fault in ("worker killed", "disk full"):
        assert f"1  {fault}\n" in told


def test_a_seed_always_gives_the_same_script() -> None:
    first, again = (list(itertools.islice(rounds(3), 60)) for _ in range(2))
    assert first == again
    assert first != list(itertools.islice(rounds(4), 60))
    assert {one.fault for one in first} == {*FAULTS, ""}
    assert {visit.place for one in first for visit in one.visits} == set(PLACES)


def test_an_answer_that_no_file_has_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    store = SessionStore(path)
    request = ask("hello")
    record(store, request, answer("It was\na long  day."))
    store.close()
    (lane,) = lanes_of(path)
    model = lane["model"]["id"]
    seen = Seen()
    seen.look([Pane(f"1 {model} P", "a long\nday.", "✓ 3 tok")], "round 1", [model])
    seen.copy(Pane(f"1 {model} P", "", "✓ 3 tok"), "It was\na long  day.", "round 1", [model])
    seen.look([Pane(f"1 {model} P", "never over", "▸ 3 tok")], "round 1", [model])
    assert seen.lost([path]) == []
    seen.look([Pane(f"1 {model} P", "another", "✓ 3 tok")], "round 2", [model])
    seen.copy(Pane(f"1 {model} P", "", "✓ 3 tok"), "It was\na long day.", "round 3", [model])
    first, second = seen.lost([path])
    assert first.startswith(f"round 3: {model} copied")
    assert second.startswith(f"round 2: {model} showed")
    assert len(seen.lost([])) == 4


def test_what_grows_is_told() -> None:
    steady = [Held(80_000_000, 19, 4), Held(81_000_000, 16, 3)] * 8
    assert grown(steady) == []
    (memory,) = grown([*steady[:-4], *[Held(120_000_000, 19, 4)] * 4])
    assert "memory grew from 80.5 to 120.0 MB" in memory
    assert "24 descriptors with 4 child" in grown([*steady[:-1], Held(80_000_000, 24, 4)])[0]


def test_a_process_that_is_left_is_seen(tmp_path: Path) -> None:
    assert processes_of(tmp_path) == []
    command = [sys.executable, "-c", "input()"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, env={"HOME": str(tmp_path)})
    try:
        (line,) = processes_of(tmp_path)
        assert line.startswith(f"{child.pid}: {sys.executable} -c input()")
    finally:
        child.communicate()
    assert wait_until_gone(child.pid)
