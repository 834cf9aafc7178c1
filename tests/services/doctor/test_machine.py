"""Libraries of other versions, an old processor, one core, little memory."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from playground.engines.pages import SETTING
from tests.mounts import bound, can_mount
from tests.services.doctor.examining import examine

_mounts = pytest.mark.skipif(not can_mount(), reason="only root may change what /proc says")


def distribution(folder: Path, name: str, version: str, *wanted: str) -> None:
    """What pip leaves of an installed library."""
    place = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    place.mkdir()
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {one}" for one in wanted]
    (place / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_all_libraries_are_as_they_should_be() -> None:
    found = examine("libraries")
    assert set(found) == {"libraries"}
    for name in ("textual", "huggingface-hub", "ctransformers", "xllamacpp"):
        assert f"{name} " in found["libraries"].told
    assert "pytest" not in found["libraries"].told


def test_a_library_of_another_version_is_named_with_what_to_do(tmp_path: Path) -> None:
    distribution(tmp_path, "textual", "7.5.0")
    distribution(tmp_path, "xllamacpp", "2024.1")
    found = examine("libraries", path=str(tmp_path))
    assert found["textual"].level == "problem"
    assert found["textual"].told.startswith("7.5.0 is installed; llmplay needs textual")
    assert "-m pip install 'textual<9,>=8.2'" in found["textual"].advice
    assert found["xllamacpp"].level == "problem"
    assert "textual" not in found["libraries"].told


def test_a_library_that_is_not_there_is_missed_where_it_is_needed(tmp_path: Path) -> None:
    distribution(
        tmp_path,
        *("llmplay", "9.9"),
        *("not-anywhere>=3", "textual>=8", "elsewhere; python_version < '3'"),
        "nowhere-either>=1; extra == 'llamacpp'",
    )
    found = examine("libraries", path=str(tmp_path))
    assert found["not-anywhere"].told == "is not installed; llmplay needs not-anywhere>=3."
    assert set(found) == {"not-anywhere", "libraries"}


@pytest.mark.parametrize(
    ("flags", "build", "missing"),
    [("fpu avx f16c", "avx", "AVX2, FMA"), ("fpu sse2", "basic", "AVX2, FMA, F16C")],
)
@_mounts
def test_an_old_processor(flags: str, build: str, missing: str, tmp_path: Path) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(f"processor\t: 0\nmodel name\t: An old one\nflags\t\t: {flags}\n")
    found = examine("hardware", before=bound(cpuinfo, "/proc/cpuinfo"))
    assert found["processor"].told.startswith("An old one, Linux")
    assert found["features"].level == "note"
    assert found["features"].told == f"without {missing}; ctransformers: {build} build"


@pytest.mark.skipif(not SETTING.exists(), reason="this kernel has no large pages")
@pytest.mark.parametrize(
    ("chosen", "level"),
    [("always madvise [never]", "note"), ("always [madvise] never", "ok")],
)
@_mounts
def test_a_kernel_without_large_pages(chosen: str, level: str, tmp_path: Path) -> None:
    setting = tmp_path / "enabled"
    setting.write_text(f"{chosen}\n")
    found = examine("hardware", before=bound(setting, str(SETTING)))
    assert found["pages"].level == level
    assert (f"echo madvise > {SETTING}" in found["pages"].advice) is (level == "note")


@pytest.mark.skipif(shutil.which("taskset") is None, reason="there is no taskset")
def test_a_single_core() -> None:
    core = str(min(os.sched_getaffinity(0)))
    found = examine("hardware", before=("taskset", "-c", core))
    assert (found["cores"].level, found["cores"].told) == ("note", "1 core may be used.")


@_mounts
def test_little_memory(tmp_path: Path) -> None:
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal:  4000000 kB\nMemFree: 10000 kB\nMemAvailable:  300000 kB\n")
    found = examine("hardware", before=bound(meminfo, "/proc/meminfo"))
    assert found["memory"].level == "problem"
    assert found["memory"].told.startswith("0.3 GB of ")
