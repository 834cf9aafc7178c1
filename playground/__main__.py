"""The program `llmplay`: a command of the command line, or the full screen without one."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    from playground.cli import environment, program

    if argv is None:
        environment.settle()
        argv = sys.argv[1:]
    return program.main(argv, open_screen=_open_screen)


def _open_screen(**choices: object) -> int:
    gc.disable()  # nothing that is made on the way to the first screen becomes garbage
    from playground.ui.app import run  # 0.3 s: Textual

    return run(**choices)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
