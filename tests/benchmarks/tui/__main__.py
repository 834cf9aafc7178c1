"""`python -m tests.benchmarks.tui`: what the screen costs, with the budgets.

The real program at 120x40 in true colour, with engines that say five-character tokens at 50 a
second, next to a bare Textual application of the same shape in the same run. Takes five minutes.
"""

from __future__ import annotations

import sys

from tests.benchmarks.__main__ import main

if __name__ == "__main__":
    sys.exit(main(["--only", "tui", *sys.argv[1:]]))
