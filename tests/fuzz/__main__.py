"""`python -m tests.fuzz [--kind K] [--count N] [--seed S] [--json FILE] [--replay FILE]`.

Spoils good inputs of every kind and has llmplay read them, in a process that is watched. Prints a
line for each kind; an input that is neither accepted nor refused in words is kept, to be replayed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.fuzz.kinds import KINDS
from tests.fuzz.running import Reader, Tally, run

_COLUMNS = f"{'kind':<16} {'tried':>7} {'accepted':>9} {'refused':>8} {'failed':>7} {'slowest':>8}"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code is 1 where an input failed."""
    options = _options().parse_args(arguments)
    if options.replay is not None:
        return replay(options.replay, options.kind)
    keep = Path(tempfile.gettempdir()) / f"llmplay-fuzz-{options.seed}"
    tallies = []
    print(_COLUMNS, flush=True)
    with Reader() as reader:
        for name in options.kind or KINDS:
            tally = run(KINDS[name], range(options.count), options.seed, reader, keep)
            tallies.append(tally)
            _tell(tally)
    if options.json is not None:
        told = {"seed": options.seed, "kinds": [asdict(tally) for tally in tallies]}
        options.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    failed = sum(len(tally.failures) for tally in tallies)
    print(f"{sum(tally.tried for tally in tallies)} inputs (seed {options.seed}), {failed} failed")
    if failed:
        print(f"They are kept in {keep}: python -m tests.fuzz --replay FILE")
    return 1 if failed else 0


def replay(path: Path, kinds: Sequence[str] | None) -> int:
    """Read one input again and tell all that is known of it; its name begins with its kind."""
    kind = KINDS[kinds[0] if kinds else path.name.partition(".")[0]]
    with Reader() as reader:
        tried, seconds = reader.read(kind, path.read_bytes())
    print(f"{kind.name}: {tried.outcome} after {seconds:.3f} s {tried.note}\n{tried.told}")
    return 1 if tried.outcome == "failed" else 0


def _tell(tally: Tally) -> None:
    counts = (tally.outcomes.get(one, 0) for one in ("accepted", "refused", "failed"))
    accepted, refused, failed = counts
    print(
        f"{tally.kind:<16} {tally.tried:>7} {accepted:>9} {refused:>8} {failed:>7} "
        f"{tally.slowest:>8.3f}"
    )
    for note, count in sorted(tally.notes.items(), key=lambda pair: -pair[1]):
        print(f"{'':<16} {count:>7} {note}")
    for name, told in tally.failures[:5]:
        print(f"    {name}: {told.strip().splitlines()[-1][:200]}")
    sys.stdout.flush()


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--kind", action="append", choices=list(KINDS), help="only this; repeat")
    parser.add_argument("--count", type=int, default=1000, help="inputs of each kind (1000)")
    parser.add_argument("--seed", type=int, default=1, help="another one, other inputs (1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="read a kept input again")
    return parser


if __name__ == "__main__":
    sys.exit(main())
