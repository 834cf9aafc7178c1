"""`python -P -m tests.paced …`: `llmplay …`, whose model processes speak at the pace of `Pace`."""

from __future__ import annotations

import sys

from playground.__main__ import main
from playground.engines import process
from playground.services import machine

CORES = 4
"""What the program is told the machine has: these engines only wait, so four lanes go at once."""


def prepare() -> None:
    """Have model processes run `tests.paced.engine`, four at a time."""
    process._BOOT = "import sys; from tests.paced.engine import serve; serve(sys.argv[1])"
    machine.usable_cores = lambda: CORES  # type: ignore[assignment]


if __name__ == "__main__":
    prepare()
    sys.exit(main())
