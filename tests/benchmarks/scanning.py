"""Listing 10,000 model files from a warm index, next to walking the same folders alone.

`python -m tests.benchmarks.scanning`; budget: 2 s for 10,000 files.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from tests.makers import write_llama

COUNT = 10_000
BUDGET_SECONDS = 2.0


def main() -> None:
    """Make the files, read them once, and time listing them again."""
    with tempfile.TemporaryDirectory() as base:
        os.environ["XDG_CACHE_HOME"] = f"{base}/cache"
        os.environ["HF_HUB_CACHE"] = f"{base}/hub"
        from playground.services.scanning import scan

        root = Path(base) / "models"
        root.mkdir()
        content = write_llama(root / "first.gguf").read_bytes()
        for at in range(COUNT - 1):
            path = root / f"{at % 100:02}" / f"model-{at}.gguf"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        started = time.perf_counter()
        assert scan([str(root)]).fresh == COUNT
        print(f"cold: {time.perf_counter() - started:.2f} s for {COUNT:,} files")
        ours, walked = [], []
        for _ in range(3):
            started = time.perf_counter()
            assert sum(1 for _, _, names in os.walk(root) for name in names) == COUNT
            walked.append(time.perf_counter() - started)
            started = time.perf_counter()
            found = scan([str(root)])
            ours.append(time.perf_counter() - started)
            assert (len(found.entries), found.fresh) == (COUNT, 0)
        kept = "kept" if statistics.median(ours) <= BUDGET_SECONDS else "MISSED"
        print(f"os.walk alone: {statistics.median(walked):.3f} s")
        print(f"warm: {statistics.median(ours):.3f} s   budget <= {BUDGET_SECONDS} s   {kept}")


if __name__ == "__main__":
    main()
