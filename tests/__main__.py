"""`python -m tests`: everything that must hold before a change lands, in the order of its cost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_PYTHON = sys.executable

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("lint", (_PYTHON, "-m", "ruff", "check", ".")),
    ("format", (_PYTHON, "-m", "ruff", "format", "--check", ".")),
    ("types", (_PYTHON, "-m", "mypy")),
    ("import contracts", (str(Path(_PYTHON).parent / "lint-imports"), "--no-cache")),
    ("tests", (_PYTHON, "-m", "pytest", "-q")),
)


def main(arguments: list[str]) -> int:
    """Run every step, the tests with these further arguments; stops at the first that fails."""
    for name, command in STEPS:
        print(f"== {name}", flush=True)
        extra = arguments if name == "tests" else []
        code = subprocess.run([*command, *extra], cwd=ROOT, check=False).returncode
        if code:
            print(f"== {name} failed", flush=True)
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
