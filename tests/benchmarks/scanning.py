"""`python -m tests.benchmarks.scanning`: listing 10,000 model files, beside walking the folders."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from playground.services.scanning import scan
from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, compared
from tests.benchmarks.rounds import alternate, timed
from tests.makers import write_llama

COUNT = 10_000
ROUNDS = 5
BUDGET_SECONDS = 2.0
_WALK = "`os.walk` alone"


def write_files(root: Path) -> None:
    """So many small model files in a hundred folders."""
    content = write_llama(root / "first.gguf").read_bytes()
    for at in range(COUNT - 1):
        path = root / f"{at % 100:02}" / f"model-{at}.gguf"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def measure(quick: bool) -> Iterator[Figure]:
    """Reading all of them at first, and listing them again."""
    with tempfile.TemporaryDirectory() as base:
        folders = {"XDG_CACHE_HOME": f"{base}/cache", "HF_HUB_CACHE": f"{base}/hub"}
        with mock.patch.dict(os.environ, folders):
            root = Path(base) / "models"
            root.mkdir()
            write_files(root)
            yield from _listed(root, 2 if quick else ROUNDS)


def _listed(root: Path, rounds: int) -> Iterator[Figure]:
    def walk() -> None:
        assert sum(1 for _, _, names in os.walk(root) for name in names) == COUNT

    def again() -> None:
        found = scan([str(root)])
        assert (len(found.entries), found.fresh) == (COUNT, 0)

    began = time.perf_counter()
    assert scan([str(root)]).fresh == COUNT
    first = [time.perf_counter() - began]
    found = alternate(rounds, {"walk": timed(walk), "again": timed(again)})
    yield compared(
        f"listing {COUNT:,} model files again",
        "s",
        found["again"],
        found["walk"],
        _WALK,
        budget=BUDGET_SECONDS,
        judged="value",
    )
    yield compared(
        "the same at first, every header read",
        "s",
        first,
        found["walk"][:1],
        _WALK,
        note="the disk decides, and it is done once",
    )


if __name__ == "__main__":
    sys.exit(main(["--only", "scanning", *sys.argv[1:]]))
