"""`python -m tests.benchmarks.engines [THREADS]`: both engines on one file, beside their libraries.

A generated Q4_0 llama of some 220 million parameters, kept in the cache folder, reads prompts and
goes on with them: in the playground's pool, and alternately in a script that calls the library with
the same threads, context and batch and does nothing else. Both begin anew several times, as it
makes some percent where in memory a process happens to lie. The ratio of each pair of neighbours is
taken, of the time on the clock and of the processor time, and of these the median. Then it is
stopped while it reads and while it answers.
"""

from __future__ import annotations

import sys

from tests.benchmarks.__main__ import main

if __name__ == "__main__":
    sys.exit(main(["--only", "engines", *sys.argv[1:]]))
