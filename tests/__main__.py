"""`python -m tests`: everything that must hold before a change lands, in the order of its cost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_PYTHON = sys.executable
_PYTEST = (_PYTHON, "-m", "pytest", "-q")

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("lint", (_PYTHON, "-m", "ruff", "check", ".")),
    ("format", (_PYTHON, "-m", "ruff", "format", "--check", ".")),
    ("types", (_PYTHON, "-m", "mypy")),
    ("import contracts", (str(Path(_PYTHON).parent / "lint-imports"), "--no-cache")),
    ("tests", (*_PYTEST, "--ignore=tests/pty", "--numprocesses=2", "--dist=worksteal")),
    # One at a time: they drive the whole program, which has processes of its own.
    ("tests in a terminal", (*_PYTEST, "tests/pty")),
)


def main(arguments: list[str]) -> int:
    """Run every step; these arguments choose the tests. Stops at the first step that fails."""
    steps = (*STEPS[:-2], ("tests", (*_PYTEST, *arguments))) if arguments else STEPS
    for name, command in steps:
        print(f"== {name}", flush=True)
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            print(f"== {name} failed", flush=True)
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
