"""Looks at processes through /proc: who our children are, and when one is gone."""

from __future__ import annotations

import contextlib
import os
import select
from pathlib import Path


def children(parent: int | None = None) -> set[int]:
    """The running child processes of a process; of this one unless another is named."""
    tasks = Path(f"/proc/{parent or os.getpid()}/task")
    found: set[int] = set()
    for task in tasks.iterdir():
        with contextlib.suppress(FileNotFoundError):  # a thread that ended meanwhile
            found |= set(map(int, (task / "children").read_text().split()))
    return {pid for pid in found if not _is_zombie(pid)}


def child_with(path: Path) -> int:
    """The child process that has mapped a file."""
    holders = [pid for pid in children() if str(path) in Path(f"/proc/{pid}/maps").read_text()]
    assert len(holders) == 1, f"{len(holders)} processes hold {path}"
    return holders[0]


def wait_until_gone(pid: int, seconds: float = 30.0) -> bool:
    """Whether the process ends within the time; it need not be our child."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
