from __future__ import annotations

from pathlib import Path

import pytest

from playground.services.memory import Held, available_memory, held_by

GIB = 2**30


@pytest.fixture
def system(tmp_path: Path) -> Path:
    write(tmp_path / "proc/meminfo", "MemTotal:  16777216 kB\nMemAvailable:    8388608 kB\n")
    write(tmp_path / "proc/self/cgroup", "0::/user/session\n")
    (tmp_path / "cgroup/user/session").mkdir(parents=True)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="ascii")


def limit(folder: Path, most: str, used: int, files: int = 0) -> None:
    write(folder / "memory.max", f"{most}\n")
    write(folder / "memory.current", f"{used}\n")
    write(folder / "memory.stat", f"anon 5\ninactive_file {files}\nactive_file 0\n")


def free(system: Path) -> int | None:
    return available_memory(system / "proc", system / "cgroup")


def test_without_a_limit_it_is_what_the_machine_can_give(system: Path) -> None:
    assert free(system) == 8 * GIB
    limit(system / "cgroup/user/session", "max", GIB)
    assert free(system) == 8 * GIB


@pytest.mark.parametrize("group", ["cgroup", "cgroup/user", "cgroup/user/session"])
def test_the_limit_of_every_group_around_this_process_counts(system: Path, group: str) -> None:
    limit(system / group, str(4 * GIB), GIB)
    assert free(system) == 3 * GIB


def test_files_in_memory_can_be_dropped_and_are_free(system: Path) -> None:
    limit(system / "cgroup/user", str(4 * GIB), 3 * GIB, files=2 * GIB)
    assert free(system) == 3 * GIB


def test_a_group_over_its_limit_has_nothing_left(system: Path) -> None:
    limit(system / "cgroup", str(GIB), 2 * GIB)
    assert free(system) == 0


def test_a_path_out_of_the_group_folders_is_not_followed(system: Path) -> None:
    write(system / "proc/self/cgroup", "0::/../../proc\n")
    write(system / "proc/memory.max", "1\n")
    write(system / "proc/memory.current", "0\n")
    assert free(system) == 8 * GIB


def test_a_system_that_does_not_say_is_not_guessed_at(tmp_path: Path) -> None:
    assert available_memory(tmp_path, tmp_path) is None


@pytest.mark.parametrize("text", ["", "MemAvailable:\n", "MemAvailable: lots kB\n"])
def test_an_odd_meminfo_counts_as_none(tmp_path: Path, text: str) -> None:
    write(tmp_path / "meminfo", text)
    assert available_memory(tmp_path, tmp_path / "none") is None


def test_this_machine_says_something() -> None:
    found = available_memory()
    assert found is None or found > 0


def test_what_a_process_holds_counts_what_it_shares_in_parts(tmp_path: Path) -> None:
    text = "55d0-7ffe ---p 00000000 00:00 0 [rollup]\nRss: 900 kB\nPss: 500 kB\nAnonymous: 200 kB\n"
    write(tmp_path / "7/smaps_rollup", text)
    assert held_by(7, tmp_path) == Held(512_000, 204_800)
    assert held_by(8, tmp_path) == Held(0, 0)
