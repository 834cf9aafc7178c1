"""`python -m tests.services.kills [KILLS [SEED]]`: the long version of the test."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.services.kills.rounds import kill_often


def main(kills: int = 1000, seed: int = 1) -> None:
    """Kill and tell."""
    with tempfile.TemporaryDirectory() as folder:
        count = kill_often(Path(folder), kills, seed)
    print(f"{kills} kills (seed {seed}): {count} records were acknowledged, none was lost.")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
