"""`python -m tests.benchmarks.cli`: processor time of what should answer at once.

With an empty home, beside an interpreter that does nothing.
"""

from __future__ import annotations

import functools
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping

from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, compared
from tests.benchmarks.rounds import alternate

ROUNDS = 9
NOTHING = "`python -c pass`"
TEXTS = (
    ("--version",),
    ("--help",),
    ("run", "--help"),
    ("models", "--help"),
    ("models", "list", "--help"),
    ("eval", "--help"),
    ("sessions", "--help"),
    ("keys", "--help"),
)
TEXT_SECONDS = 0.15
LISTS = (("keys",), ("models", "list"))
LIST_SECONDS = 0.3


def seconds(command: list[str], environment: Mapping[str, str]) -> float:
    """Processor time of a command, children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(quick: bool) -> Iterator[Figure]:
    """The slowest of what only prints text, and what reads files for it."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home}
        for name in ("CONFIG", "DATA", "CACHE", "STATE"):
            environment[f"XDG_{name}_HOME"] = f"{home}/{name}"
        tried = {NOTHING: ["-c", "pass"]}
        tried |= {" ".join(one): ["-m", "playground", *one] for one in (*TEXTS, *LISTS)}
        commands = {name: [sys.executable, *rest] for name, rest in tried.items()}
        found = alternate(
            3 if quick else ROUNDS,
            {
                name: functools.partial(seconds, command, environment)
                for name, command in commands.items()
            },
        )
    slowest = max((" ".join(one) for one in TEXTS), key=lambda one: statistics.median(found[one]))
    for name, values, budget in (
        (f"processor time of `llmplay {slowest}`, the slowest help", found[slowest], TEXT_SECONDS),
        *(
            (f"processor time of `llmplay {' '.join(one)}`", found[" ".join(one)], LIST_SECONDS)
            for one in LISTS
        ),
    ):
        yield compared(name, "s", values, found[NOTHING], NOTHING, budget=budget, judged="value")


if __name__ == "__main__":
    sys.exit(main(["--only", "cli", *sys.argv[1:]]))
