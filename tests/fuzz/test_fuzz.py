"""The short part of the fuzz: all good inputs, and some hundred spoiled ones of each kind."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.errors import PlaygroundError
from tests.fuzz.__main__ import main
from tests.fuzz.kind import ACCEPTED, Kind, Read, Tried, refused
from tests.fuzz.kinds import KINDS
from tests.fuzz.reading import judge
from tests.fuzz.running import Reader, run
from tests.processes import children

SEED = 20261128
FEW = {"session": 40, "chat-template": 40, "endpoint-chat": 60, "endpoint-raw": 60}
MANY = 150
PASSED_OVER = {"unfinished", "model-index", "recent", "session-index", "card"}
"""What the program wrote for itself is never refused."""
ELSEWHERE = {"run-ctransformers": {"llama-v1": "accepted"}, "run-llamacpp": {"llama-v1": "refused"}}
"""Good files that one engine does not run."""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    before = children()
    with Reader() as one:
        yield one
    assert children() <= before


def _needs(name: str) -> None:
    if name == "run-llamacpp":
        pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")


@pytest.mark.parametrize("name", KINDS)
def test_good_inputs_are_accepted(name: str, reader: Reader) -> None:
    _needs(name)
    kind = KINDS[name]
    found = {seed: reader.read(kind, data)[0] for seed, data in kind.seeds().items()}
    outcomes = {seed: tried.outcome for seed, tried in found.items()}
    assert outcomes == dict.fromkeys(found, "accepted") | ELSEWHERE.get(name, {}), found
    assert {tried.note for tried in found.values()} <= {"", "ran"}


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_spoiled_inputs_are_accepted_or_refused_in_words(name: str, reader: Reader) -> None:
    _needs(name)
    tally = run(KINDS[name], range(FEW.get(name, MANY)), SEED, reader)
    assert tally.failures == []
    assert tally.outcomes.get("accepted"), "changes that spoil everything prove nothing"
    assert tally.outcomes.get("refused") or name in PASSED_OVER


def test_the_same_seed_makes_the_same_inputs() -> None:
    kind = KINDS["settings"]
    made = [[kind.make(seed, number) for number in range(20)] for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]
    assert len(set(made[0])) > 15


def _told(read: Read, path: Path, *named: str) -> Tried:
    return judge(Kind("k", ".x", dict, lambda data, _: data, None, named), read, path)  # type: ignore[arg-type]


def test_what_counts_as_fine(tmp_path: Path) -> None:
    def raising(error: Exception) -> Read:
        def read(path: Path) -> Tried:
            raise error

        return read

    path = tmp_path / "input.x"
    assert _told(lambda _: ACCEPTED, path) == ACCEPTED
    assert _told(lambda _: refused("why"), path).outcome == "refused"
    assert _told(lambda _: refused(" "), path).outcome == "failed"
    assert _told(raising(PlaygroundError("input.x is bad.")), path, "input").outcome == "refused"
    assert _told(raising(PlaygroundError("It is bad.")), path, "input").outcome == "failed"
    assert _told(raising(PlaygroundError("")), path).outcome == "failed"
    assert "KeyError" in _told(raising(KeyError("x")), path).told


def test_a_hang_and_a_death_are_failures_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.fuzz.running.SECONDS", 0.5)
    kind = KINDS["settings"]
    with Reader((sys.executable, "-c", _TROUBLE)) as reader:
        for content, told in ((b"hang", "it hangs"), (b"abort", "exit code -6")):
            assert reader.read(kind, b"fine")[0].outcome == "accepted"
            tried, _ = reader.read(kind, content)
            assert tried.outcome == "failed"
            assert told in tried.told
        assert reader.read(kind, b"fine")[0].outcome == "accepted"


_TROUBLE = """
import json, os, sys, time
for line in sys.stdin:
    content = open(json.loads(line)["path"]).read()
    if content == "hang":
        time.sleep(1000)
    if content == "abort":
        os.abort()
    print(json.dumps({"outcome": "accepted", "seconds": 0.0}), flush=True)
"""


def test_the_command_prints_a_table_and_replays(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    figures = tmp_path / "figures.json"
    assert main(["--kind", "settings", "--count", "5", "--json", str(figures)]) == 0
    printed = capsys.readouterr().out
    assert "settings               5" in printed
    assert "5 inputs (seed 1), 0 failed" in printed
    assert '"tried": 5' in figures.read_text()
    kept = tmp_path / "settings.1.0.toml"
    kept.write_bytes(b'theme = "dusk"\n')
    assert main(["--replay", str(kept)]) == 0
    assert "settings: accepted" in capsys.readouterr().out
