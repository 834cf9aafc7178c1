"""The memory that is free for this process, and what other processes hold.

Free is what the machine has, within the limits of the control group. Sources: proc_meminfo(5),
MemAvailable; the kernel's Documentation/admin-guide/cgroup-v2.rst, memory.max, memory.current and
memory.stat; proc_pid_smaps(5), smaps_rollup.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")
_CGROUPS = Path("/sys/fs/cgroup")


def available_memory(proc: Path = _PROC, cgroups: Path = _CGROUPS) -> int | None:
    """Bytes that can be had without swapping; None where the system does not say (not Linux)."""
    free = [_machine(proc), *(_group(folder) for folder in _groups(proc, cgroups))]
    known = [count for count in free if count is not None]
    return min(known) if known else None


class Held(NamedTuple):
    """What a process holds in memory, in bytes."""

    total: int
    """Its share of what it has in common with others counted only (the proportional set size)."""
    private: int
    """Of that what no file holds: the kernel cannot drop it to make room."""


def held_by(pid: int, proc: Path = _PROC) -> Held:
    """What a process holds now; nothing where that cannot be seen, or it is gone."""
    found = dict(_fields(proc / str(pid) / "smaps_rollup"))
    return Held(found.get("Pss:", 0) * 1024, found.get("Anonymous:", 0) * 1024)


def _machine(proc: Path) -> int | None:
    for name, value in _fields(proc / "meminfo"):
        if name == "MemAvailable:":
            return value * 1024
    return None


def _groups(proc: Path, cgroups: Path) -> Iterator[Path]:
    """The folder of this process's control group and of those around it."""
    try:
        lines = (proc / "self" / "cgroup").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return
    path = next((line[3:] for line in lines if line.startswith("0::")), "/")
    parts = [part for part in path.split("/") if part not in {"", ".", ".."}]
    for count in range(len(parts), -1, -1):
        yield cgroups.joinpath(*parts[:count])


def _group(folder: Path) -> int | None:
    """What this group's limit leaves: files in memory can be dropped, so they count as free."""
    try:
        limit = int((folder / "memory.max").read_text(encoding="ascii"))
        used = int((folder / "memory.current").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None  # no such group, or no limit ("max")
    files = {"inactive_file", "active_file"}
    droppable = sum(value for name, value in _fields(folder / "memory.stat") if name in files)
    return max(0, min(limit, limit - used + droppable))


def _fields(path: Path) -> Iterator[tuple[str, int]]:
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return
    for line in lines:
        name, *values = line.split()[:2] or [""]
        if values and values[0].isdigit():
            yield name, int(values[0])
