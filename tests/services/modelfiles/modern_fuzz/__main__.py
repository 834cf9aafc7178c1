"""`python -m tests.services.modelfiles.modern_fuzz [FILES [SEED]]`: the long version of the test.

Prints the outcomes, and what was changed in the files that ended a model process.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.services.modelfiles.modern_fuzz.rounds import Tried, summary, try_often


async def main(files: int = 2000, seed: int = 1) -> int:
    """Try and tell; the exit code is 1 where an error is not clear."""
    tried: list[Tried] = []
    with tempfile.TemporaryDirectory() as folder:
        async for one in try_often(Path(folder), files, seed):
            tried.append(one)
            if one.error is not None and one.outcome != "load":
                print(f"{one.kind} {one.flips}: {one.error.message}", flush=True)
    print(f"{files} files (seed {seed}): {summary(tried)}")
    return 0 if all(one.clear for one in tried) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*map(int, sys.argv[1:]))))
