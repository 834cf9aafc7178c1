"""`python -m tests.benchmarks`: everything that is measured, beside what it is compared with.

Each benchmark is a process of its own; one that fails stops no other. All of them take some twenty
minutes on two cores, of which `lanes` and `tui` take half.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import readme, results, terminal
from tests.benchmarks.registry import NAMES, select, told
from tests.benchmarks.running import run


def main(arguments: Sequence[str]) -> int:
    """Measure, print and keep; the exit code is 1 where one failed, 2 for wrong usage."""
    parser = _parser()
    asked = parser.parse_intermixed_args(arguments)
    try:
        names = NAMES if asked.only is None else select(asked.only)
        if asked.words and (len(names) != 1 or asked.readme):
            raise ValueError(
                "Words are for a single benchmark, and its figures not for the README."
            )
        if asked.readme and asked.json and asked.json.resolve() != results.KEPT:
            raise ValueError(f"The README shows {results.KEPT.name} and no other file.")
        target = asked.json or (results.KEPT if asked.readme or asked.table else None)
        kept = results.read(target) if target else {}
        if asked.table:
            found = {name: kept[name] for name in names if name in kept}
            print("\n".join(terminal.table(found)))
            if asked.readme:
                readme.renew(readme.README, kept)
        else:
            found = _measure(names, asked, kept, target)
    except ValueError as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        print("interrupted; what was measured before is kept where a file was named")
        return 130
    return 1 if any(one.error for one in found.values()) else 0


def _measure(
    names: Sequence[str],
    asked: argparse.Namespace,
    kept: dict[str, results.Measurement],
    target: Path | None,
) -> dict[str, results.Measurement]:
    """Each in turn; what is found goes into the file and the README at once."""
    found: dict[str, results.Measurement] = {}
    began = time.monotonic()
    print(terminal.HEADING, flush=True)
    for at, name in enumerate(names, 1):
        print(f"== {name}, {at} of {len(names)}", flush=True)
        one = run(
            name,
            quick=asked.quick,
            words=asked.words,
            show=lambda figure: print(terminal.row(figure), flush=True),
        )
        if one.error:
            print(terminal.failure(name, one.error))
        print(f"   {one.seconds:.0f} s, {time.monotonic() - began:.0f} s in all", flush=True)
        found[name] = kept[name] = one
        if target:
            results.write(target, kept)
        if asked.readme:
            readme.renew(readme.README, kept)
    figures = [figure for one in found.values() for figure in one.figures]
    missed = sum(figure.kept is False for figure in figures)
    failed = [name for name, one in found.items() if one.error]
    print(f"{len(figures)} figures, {missed} budgets missed, failed: {told(failed) or 'none'}")
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="exit codes: 0 all were measured, 1 one failed, 2 wrong usage, 130 interrupted",
        allow_abbrev=False,
    )
    parser.add_argument("--only", metavar="NAME,…", help=f"some of {told(NAMES)}")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and noted as such")
    parser.add_argument(
        "--json",
        type=Path,
        metavar="FILE",
        help="keep the figures in this file; those of other benchmarks in it stay",
    )
    parser.add_argument(
        "--readme",
        action="store_true",
        help=f"keep the figures in {results.KEPT.name}, and write the README's tables from it",
    )
    parser.add_argument(
        "--table", action="store_true", help="measure nothing, show the figures that are kept"
    )
    parser.add_argument("words", nargs="*", metavar="WORD", help="for a single benchmark")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
