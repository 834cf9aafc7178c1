"""`python -m tests.benchmarks.exports [LANES]`: what exporting a large session costs.

Each format is a program of its own that reads the session, makes the comparison and writes the
file, so that its peak of memory is its own; beside it, a bare `json.dumps` of the same answers as
plain values, from the same session.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playground.domain.runs import LaneResult
from playground.engines.protocol import Usage
from playground.services.exports import FORMATS
from playground.services.sessions import SessionStore
from tests.benchmarks.rounds import alternate, line, verdict
from tests.services.records import ask

ROUNDS = 3
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


def main(lanes: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        session, small = Path(folder, "session.toml"), Path(folder, "small.toml")
        write_session(session, lanes)
        write_session(small, 2)
        size = session.stat().st_size
        print(f"{lanes:,} answers, a session of {size / 1e6:.1f} MB")
        peaks: dict[str, float] = {}

        def tried(program: str, target: Path) -> float:
            seconds, peak = measured(program, session, target)
            peaks[target.name] = peak
            return seconds

        bare = Path(folder, "bare.json.txt")
        targets = {form.name: Path(folder, f"x{form.suffix}") for form in FORMATS}
        found = alternate(
            ROUNDS,
            {
                "bare json.dumps": lambda: tried(_BARE, bare),
                **{
                    name: lambda target=target: tried(_EXPORT, target)  # type: ignore[misc]
                    for name, target in targets.items()
                },
            },
        )
        empty = measured(_EXPORT, small, Path(folder, "small.md"))[1]
        beside = sorted(found["bare json.dumps"])[ROUNDS // 2]
        print(line("bare json.dumps", found["bare json.dumps"], "s"))
        for name, target in targets.items():
            values = found[name]
            middle = sorted(values)[ROUNDS // 2]
            print(line(name, values, "s"), f"{middle / beside:.2f} times the bare one")
            print(verdict("  seconds", middle, BUDGET_SECONDS, at_least=False))
            memory = (peaks[target.name] - empty) / size
            print(verdict("  memory / session", memory, BUDGET_MEMORY, at_least=False))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000)
