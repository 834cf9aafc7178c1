"""Benchmarks are run one by one in processes of their own, and one that fails stops no other."""

from __future__ import annotations

import importlib
import os
import pkgutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import tests.benchmarks
from tests.benchmarks import readme, results
from tests.benchmarks.__main__ import main
from tests.benchmarks.made import KEPT, MISSED, measurement
from tests.benchmarks.one import told
from tests.benchmarks.registry import NAMES, select
from tests.benchmarks.running import run
from tests.processes import children


def test_every_module_that_measures_is_told_of() -> None:
    found = []
    for module in pkgutil.iter_modules(tests.benchmarks.__path__):
        if not module.name.startswith(("test_", "__")):
            loaded = importlib.import_module(f"tests.benchmarks.{module.name}")
            found += [module.name] * hasattr(loaded, "measure")
    assert sorted(found) == sorted(NAMES)


def test_benchmarks_are_chosen_by_name_in_their_own_order() -> None:
    assert select("tui, cli,cli") == ("cli", "tui")
    with pytest.raises(ValueError, match="no benchmark 'nothing'; there are throughput, "):
        select("cli,nothing")
    with pytest.raises(ValueError, match="No benchmark is named"):
        select(",")


def test_one_that_fails_stops_no_other_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, blocked, scratch = tmp_path / "r.json", tmp_path / "cache", tmp_path / "tmp"
    blocked.write_text("a file where the folder of the generated model should be")
    scratch.mkdir()
    before = children()
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setenv("TMPDIR", str(scratch))
    arguments = ["--quick", "--json", str(kept)]
    assert main(["--only", "filtering,engines", *arguments]) == 1
    found = results.read(kept)
    assert list(found) == ["engines", "filtering"]
    assert "NotADirectoryError" in found["engines"].error
    assert found["engines"].figures == ()
    assert found["filtering"].error == ""
    assert found["filtering"].quick
    assert found["filtering"].figures[0].ours > 0
    printed = capsys.readouterr().out
    assert "FAILED: NotADirectoryError" in printed
    assert "1 figures, " in printed
    assert "failed: engines" in printed
    assert list(scratch.iterdir()) == []
    assert children() == before

    # The other benchmarks of a file stay, and what is kept is shown without measuring.
    assert main(["--only", "cli", *arguments]) == 0
    again = results.read(kept)
    assert list(again) == ["engines", "cli", "filtering"]
    assert again["filtering"] == found["filtering"]
    capsys.readouterr()
    assert main(["--table", "--only", "engines,cli", "--json", str(kept)]) == 1
    shown = capsys.readouterr().out
    assert "processor time of" in shown
    assert "FAILED" in shown
    assert "a key in the filter" not in shown
    assert results.read(kept) == again


def test_the_readme_is_written_of_what_is_kept_without_measuring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, page = tmp_path / "results.json", tmp_path / "README.md"
    monkeypatch.setattr(results, "KEPT", kept)
    monkeypatch.setattr(readme, "README", page)
    results.write(kept, {"cli": measurement(KEPT), "tui": measurement(MISSED)})
    page.write_text(f"# Mine\n{readme.BEGIN}\n\n{readme.END}\n")
    assert main(["--table", "--readme", "--only", "cli"]) == 0
    assert readme.between_marks(page.read_text()) == readme.render(results.read(kept))
    page.write_text("# Mine\n")
    with pytest.raises(SystemExit) as raised:
        main(["--table", "--readme"])
    assert raised.value.code == 2


def test_one_that_takes_too_long_is_ended() -> None:
    found = run("cli", quick=True, show=print, limit=0.3)
    assert found.error.startswith("it took longer than 0.3 s")


_IN_FRONT = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("tests.benchmarks.evaluation", run_name="__main__", alter_sys=True)
"""
"""Heeds the signal also where a shell in the background started the tests and has it ignored."""


def test_an_interrupt_ends_all_and_leaves_nothing(tmp_path: Path) -> None:
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    command = [sys.executable, "-c", _IN_FRONT, "--quick"]
    with subprocess.Popen(
        command,
        env={**os.environ, "TMPDIR": str(scratch)},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        while "== evaluation" not in process.stdout.readline():
            assert process.poll() is None
        wait_for(lambda: process.poll() is not None or any(scratch.iterdir()))
        os.killpg(process.pid, signal.SIGINT)
        assert "interrupted" in process.stdout.read()
        assert process.wait() == 130
    assert list(scratch.iterdir()) == []


def wait_for(met: Callable[[], bool]) -> None:
    """Look again until it is so."""
    while not met():
        time.sleep(0.01)


def test_words_reach_the_benchmark_and_too_many_fail_it() -> None:
    found = run("cli", quick=True, words=["too", "many"], show=print)
    assert found.error.startswith("TypeError: measure() takes 1 positional argument but 3")


def test_a_program_that_fails_is_told_by_its_last_words() -> None:
    with pytest.raises(subprocess.CalledProcessError) as raised:
        subprocess.run(
            [sys.executable, "-c", "import nowhere"], check=True, capture_output=True, text=True
        )
    assert told(raised.value) == (
        "a program that it ran ended with 1: ModuleNotFoundError: No module named 'nowhere'"
    )
    assert len(told(RuntimeError("so " * 1000))) == 200


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (["--only", "nothing"], "no benchmark 'nothing'"),
        (["--only", "cli,tui", "word"], "Words are for a single benchmark"),
        (["--only", "lanes", "--readme", "llamacpp"], "Words are for a single benchmark"),
        (["--readme", "--json", "other.json"], "The README shows results.json and no other"),
        (["--on", "cli"], "unrecognized arguments: --on"),
    ],
)
def test_wrong_usage_measures_nothing(
    arguments: list[str], wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 2
    printed = capsys.readouterr()
    assert wrong in printed.err
    assert printed.out == ""
