from __future__ import annotations

from pathlib import Path

import pytest

from playground.engines.cpu import library_build, processor_flags


@pytest.mark.parametrize(
    ("flags", "build"),
    [
        ("avx avx2 fma f16c sse4_2", "avx2"),
        ("avx avx2 f16c", "avx"),
        ("avx avx2 fma", "basic"),
        ("avx f16c", "avx"),
        ("avx", "basic"),
        ("sse4_2", "basic"),
        ("", "basic"),
    ],
)
def test_the_build_needs_all_its_instructions(flags: str, build: str) -> None:
    assert library_build(frozenset(flags.split())) == build


def test_flags_are_those_of_the_first_processor(tmp_path: Path) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text("processor\t: 0\nflags\t\t: fpu avx\n\nprocessor\t: 1\nflags\t\t: fpu\n")
    assert processor_flags(cpuinfo) == {"fpu", "avx"}


def test_no_flags_where_the_system_lists_none(tmp_path: Path) -> None:
    assert processor_flags(tmp_path / "missing") == frozenset()
    (tmp_path / "arm").write_text("Features\t: fp asimd\n")
    assert processor_flags(tmp_path / "arm") == frozenset()
