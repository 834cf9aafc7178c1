"""`python -m tests.soak PART`: `models [CYCLES]`, or `program [--minutes M] [--seed S] …`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from tests.soak import models
from tests.soak.program.soaking import soak


def main() -> int:
    """Run one part; the exit code is 1 where something was lost, grew or was left behind."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    cycles = parts.add_parser("models", help="load and unload models")
    cycles.add_argument("cycles", type=int, nargs="?", default=1000)
    program = parts.add_parser("program", help="drive the whole program while things go wrong")
    program.add_argument("--minutes", type=float, default=10.0)
    program.add_argument("--seed", type=int, default=1)
    program.add_argument("--rounds", type=int, default=None, help="end after so many rounds")
    program.add_argument("--keep", type=Path, help="a new folder for all that was seen")
    chosen = parser.parse_args()
    if chosen.part == "models":
        return asyncio.run(models.main(chosen.cycles))
    return soak(chosen.seed, minutes=chosen.minutes, most=chosen.rounds, keep=chosen.keep)


if __name__ == "__main__":
    sys.exit(main())
