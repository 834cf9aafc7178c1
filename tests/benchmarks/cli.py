"""`python -m tests.benchmarks.cli`: processor time of what should answer at once."""

from __future__ import annotations

import resource
import subprocess
import sys

from tests.benchmarks.rounds import alternate, line, verdict

ROUNDS = 7
BUDGET_SECONDS = 0.15
COMMANDS = (
    ("--version",),
    ("--help",),
    ("run", "--help"),
    ("models", "--help"),
    ("models", "list", "--help"),
    ("keys", "--help"),
    ("keys",),
    ("models", "list"),
)


def seconds(command: list[str]) -> float:
    """Processor time of a command, children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    python = sys.executable
    tried = {"python -c pass": lambda: seconds([python, "-c", "pass"])}
    for words in COMMANDS:
        command = [python, "-m", "playground", *words]
        tried["llmplay " + " ".join(words)] = lambda command=command: seconds(command)  # type: ignore[misc]
    found = alternate(ROUNDS, tried)
    for name, values in found.items():
        print(line(name, values, "s"))
        if name.endswith(("--help", "--version")):
            print(verdict("", min(values), BUDGET_SECONDS, at_least=False))


if __name__ == "__main__":
    main()
