"""`python -m tests.benchmarks.one NAME [--quick] [WORD ...]`: one benchmark, in its own process.

Writes a JSON object a line: each figure as it comes, and an error where it does not come through.
Whatever else is written to standard output meanwhile goes to standard error.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import os
import subprocess
import sys
import traceback
from dataclasses import asdict

_LONGEST = 200


def main() -> int:
    """Measure; the exit code is 1 where it failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.one")
    parser.add_argument("name")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_intermixed_args()
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        try:
            module = importlib.import_module(f"tests.benchmarks.{arguments.name}")
            found = module.measure(arguments.quick, *arguments.words)
            with contextlib.closing(found):
                for figure in found:
                    print(json.dumps(asdict(figure)), file=out, flush=True)
        except BaseException as error:
            traceback.print_exc()
            print(json.dumps({"error": told(error)}), file=out, flush=True)
            return 1
    return 0


def told(error: BaseException) -> str:
    """What happened, in a line; of a program that failed, what it said last."""
    if isinstance(error, subprocess.CalledProcessError):
        said = error.stderr.decode() if isinstance(error.stderr, bytes) else error.stderr or ""
        last = said.strip().rpartition("\n")[2]
        return f"a program that it ran ended with {error.returncode}" + f": {last}" * bool(last)
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


if __name__ == "__main__":
    sys.exit(main())
