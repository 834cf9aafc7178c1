"""What the program holds at quiet moments: memory, descriptors, child processes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playground.services.machine import resident_bytes
from tests.processes import children

_MEMORY_GROWTH = 24_000_000  # bytes, for the answers that stay on the screen, and the allocator
_PART = 4


@dataclass(frozen=True, slots=True)
class Held:
    """One look."""

    memory: int
    """Resident bytes of the process of the screen."""
    descriptors: int
    """All of them, those that lead to child processes too."""
    processes: int
    """Its children."""


def held_by(pid: int) -> Held:
    """What the program holds now."""
    descriptors = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return Held(resident_bytes(pid) or 0, descriptors, len(children(pid)))


def early_and_late(looks: Sequence[Held]) -> tuple[Held, Held]:
    """The medians of two parts: the second quarter, when all is warm, and the last one."""
    part = max(1, len(looks) // _PART)
    return _middle(looks[part : 2 * part] or looks), _middle(looks[-part:])


def grown(looks: Sequence[Held]) -> list[str]:
    """What grew between those two parts, in words."""
    early, late = early_and_late(looks)
    found = []
    if late.memory - early.memory > _MEMORY_GROWTH:
        found.append(f"memory grew from {early.memory / 1e6:.1f} to {late.memory / 1e6:.1f} MB")
    most = {look.processes: 0 for look in looks}
    part = max(1, len(looks) // _PART)
    for look in looks[: 2 * part]:
        most[look.processes] = max(most[look.processes], look.descriptors)
    for look in looks[-part:]:
        if 0 < most[look.processes] < look.descriptors:
            found.append(
                f"{look.descriptors} descriptors with {look.processes} child processes, "
                f"where there were {most[look.processes]} at most"
            )
    return found


def processes_of(home: Path) -> list[str]:
    """The command lines of all running processes that live in this home folder."""
    wanted = f"HOME={home}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if wanted in (folder / "environ").read_bytes().split(b"\0") and folder.name != str(
                os.getpid()
            ):
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found.append(f"{folder.name}: {line[:120]}")
    return found


def _middle(looks: Sequence[Held]) -> Held:
    return Held(
        int(median(look.memory for look in looks)),
        int(median(look.descriptors for look in looks)),
        int(median(look.processes for look in looks)),
    )
