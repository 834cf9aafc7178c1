"""`python -m tests.benchmarks.exports [ANSWERS]`: what exporting a large session costs.

Each format is a program of its own that reads the session, makes the comparison and writes the
file, so that its peak of memory is its own; beside it, a bare `json.dumps` of the same answers as
plain values, from the same session.
"""

from __future__ import annotations

import functools
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playground.domain.runs import LaneResult
from playground.engines.protocol import Usage
from playground.services.exports import FORMATS
from playground.services.sessions import SessionStore
from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, compared
from tests.benchmarks.rounds import alternate
from tests.services.records import ask

ROUNDS = 2
BARE = "a bare `json.dumps` of them"
BUDGET_SECONDS = 10.0
BUDGET_MEMORY = 12.0  # times the size of the session file, beyond an empty session

_TEXT = "It was a bright cold day in the harbour, and the clocks of the town were striking. "

_BARE = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from playground.services.sessions import open_session
lanes = [asdict(lane) for run in open_session(Path(sys.argv[1])).runs for lane in run.lanes]
Path(sys.argv[2]).write_text(json.dumps(lanes), encoding="utf-8")
"""
_EXPORT = """
import sys
from pathlib import Path
from playground.domain.comparison import compare
from playground.services.exports import form_of, write_export
from playground.services.sessions import open_session
target = sys.argv[2]
write_export(compare(open_session(Path(sys.argv[1]))), form_of(target).name, Path(target))
"""


def write_session(path: Path, lanes: int) -> None:
    """Runs of two models, about 1 kB an answer."""
    store = SessionStore(path)
    for run in range(max(1, lanes // 2)):
        request = ask(f"Prompt number {run}, tell me of the harbour")
        store.start_run(request)
        for lane in request.lanes:
            usage = Usage(12, 200, 0, 0.1, 0.25, 5.0 + run % 7)
            store.end_lane(lane, LaneResult(_TEXT * 12, "eos", usage, engine="ctransformers"))
    store.close()


def measured(program: str, session: Path, target: Path) -> tuple[float, float]:
    """Seconds and peak bytes of a program of its own."""
    code = (
        f"import resource, sys\n{program}\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)"
    )
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, session, target], check=True, capture_output=True, text=True
    )
    return time.perf_counter() - began, float(done.stdout)


def measure(quick: bool, answers: str = "10000") -> Iterator[Figure]:
    """Every format."""
    lanes = int(answers)
    with tempfile.TemporaryDirectory() as folder:
        session, small = Path(folder, "session.toml"), Path(folder, "small.toml")
        write_session(session, lanes)
        write_session(small, 2)
        size = session.stat().st_size
        peaks: dict[str, float] = {}

        def tried(name: str, program: str, target: Path) -> float:
            seconds, peaks[name] = measured(program, session, target)
            return seconds

        targets = {form.name: Path(folder, f"x{form.suffix}") for form in FORMATS}
        bare = functools.partial(tried, BARE, _BARE, Path(folder, "bare.json.txt"))
        exports = {
            name: functools.partial(tried, name, _EXPORT, target)
            for name, target in targets.items()
        }
        found = alternate(1 if quick else ROUNDS, {BARE: bare, **exports})
        empty = measured(_EXPORT, small, Path(folder, "small.md"))[1]
    for name in targets:
        title = f"exporting {lanes:,} answers ({size / 1e6:.0f} MB) as {name}"
        yield compared(
            title, "s", found[name], found[BARE], BARE, budget=BUDGET_SECONDS, judged="value"
        )
    worst = max(targets, key=lambda name: peaks[name])
    yield compared(
        f"memory for it ({worst}, which takes the most), times the session",
        "",
        [(peaks[worst] - empty) / size],
        [(peaks[BARE] - empty) / size],
        BARE,
        budget=BUDGET_MEMORY,
        judged="value",
    )


if __name__ == "__main__":
    sys.exit(main(["--only", "exports", *sys.argv[1:]]))
