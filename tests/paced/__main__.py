"""`python -P -m tests.paced …`: `llmplay …`, whose model processes speak at the pace of `Pace`."""

from __future__ import annotations

import sys

from playground.__main__ import main
from playground.domain import runs
from playground.engines import process
from playground.services import machine, memory

CORES = 4
"""What the program is told the machine has: these engines only wait, so four lanes go at once."""


async def _nobody(_: object, *, seconds: float = 0) -> float:
    return 0.0


def prepare() -> None:
    """Have model processes run `tests.paced.engine`, four at a time, on a machine always alike."""
    process._BOOT = "import sys; from tests.paced.engine import serve; serve(sys.argv[1])"
    machine.usable_cores = lambda: CORES  # type: ignore[assignment]
    machine.resident_bytes = lambda pid: 18_000_000
    memory.available_memory = lambda *folders: 16_000_000_000
    runs.random_seed = lambda: 7  # type: ignore[attr-defined]
    from playground.services import scheduler  # takes what was set above by its name

    scheduler.cores_of_others = _nobody  # type: ignore[assignment, attr-defined]


if __name__ == "__main__":
    prepare()
    sys.exit(main())
