"""How many cores others use at the moment: proc_stat(5) and proc_pid_stat(5)."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterable
from pathlib import Path

_PROC = Path("/proc")
_SECONDS = 0.06  # six ticks of the kernel's clock on each core
_WORKING = (0, 1, 2, 5, 6, 7)  # user, nice, system, irq, softirq, steal


async def cores_of_others(own: Iterable[int], *, seconds: float = _SECONDS) -> float:
    """Cores that others than this process and the processes `own` kept busy, on average.

    Only cores that this process may use count, over the next `seconds`. 0 where the system does not
    tell (not Linux).
    """
    pids = [os.getpid(), *own]
    started, before = time.monotonic(), _others_seconds(pids)
    if before is None:
        return 0.0
    await asyncio.sleep(seconds)
    after = _others_seconds(pids)
    if after is None:
        return 0.0
    return max(0.0, after - before) / (time.monotonic() - started)


def processor_seconds(pid: int, proc: Path = _PROC) -> float:
    """User and system time that a process and its threads took so far; 0 where it is gone."""
    try:
        text = (proc / str(pid) / "stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def working_seconds(cores: Iterable[int], proc: Path = _PROC) -> float | None:
    """Seconds that these cores worked since the machine started; None where it does not tell."""
    names = {f"cpu{core}" for core in cores}
    try:
        lines = (proc / "stat").read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return None
    counted = [line.split() for line in lines if line.partition(" ")[0] in names]
    ticks = sum(int(fields[1 + at]) for fields in counted for at in _WORKING)
    return ticks / os.sysconf("SC_CLK_TCK") if counted else None


def _others_seconds(own: Iterable[int]) -> float | None:
    affinity = getattr(os, "sched_getaffinity", None)
    working = working_seconds(affinity(0)) if affinity else None
    return None if working is None else working - sum(map(processor_seconds, own))
