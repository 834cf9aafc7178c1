"""What this machine has: cores to use, memory, processor."""

from __future__ import annotations

import functools
import os
import platform
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    """The machine a run took place on."""

    processor: str
    cores: int
    """Cores this process may use."""
    memory_bytes: int
    system: str
    python: str


@functools.cache
def usable_cores() -> int:
    """Cores this process may use: its affinity, and the CPU quota of its control group (v2)."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        cores = min(cores, max(1, int(quota) // int(period)))
    except (OSError, ValueError):
        pass  # no control group, or no quota ("max")
    return cores


@functools.cache
def describe() -> Machine:
    """This machine."""
    return Machine(
        processor=_processor(),
        cores=usable_cores(),
        memory_bytes=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        python=platform.python_version(),
    )


def resident_bytes(pid: int) -> int | None:
    """What a process holds in memory now (proc_pid_statm(5)); None where that cannot be seen."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return None  # it ended, or this is not Linux
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _processor() -> str:
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                name, _, value = line.partition(":")
                if name.strip() in {"model name", "Processor"}:
                    return value.strip()
    except OSError:
        pass  # not Linux
    return platform.processor() or platform.machine()
