from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from playground.services.load import cores_of_others, processor_seconds, working_seconds

STAT = """\
cpu  500 0 500 9000 0 0 0 0 0 0
cpu0 100 50 25 1000 70 5 5 15 0 0
cpu1 400 0 0 1000 0 0 0 0 0 0
cpu10 999 0 0 0 0 0 0 0 0 0
intr 1
"""
TICKS = os.sysconf("SC_CLK_TCK")


def test_only_work_of_the_cores_that_may_be_used_counts(tmp_path: Path) -> None:
    (tmp_path / "stat").write_text(STAT, encoding="ascii")
    assert working_seconds([0], tmp_path) == 200 / TICKS
    assert working_seconds([0, 1], tmp_path) == 600 / TICKS
    assert working_seconds([7], tmp_path) is None
    assert working_seconds([0], tmp_path / "nowhere") is None


def test_the_time_of_a_process_whose_name_holds_brackets(tmp_path: Path) -> None:
    (tmp_path / "7").mkdir()
    fields = " ".join(["S", *["1"] * 10, "30", "12", "0"])
    (tmp_path / "7" / "stat").write_text(f"7 (a) b) (c) {fields}", encoding="ascii")
    assert processor_seconds(7, tmp_path) == 42 / TICKS
    assert processor_seconds(8, tmp_path) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_another_program_at_work_is_seen_and_our_own_is_not() -> None:
    spin = "import os\nos.write(1, b'x')\nwhile True: pass"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", spin, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        await process.stdout.read(1)
        before = processor_seconds(process.pid)
        others = await cores_of_others([], seconds=0.5)
        worked = processor_seconds(process.pid) - before
        assert others >= worked / 0.5 * 0.5  # it alone; the machine may be busy with more
        assert worked > 0
        ours = await cores_of_others([process.pid], seconds=0.5)
        assert ours <= len(os.sched_getaffinity(0))
    finally:
        process.kill()
        await process.wait()
