"""`python -m tests.benchmarks.tui [--json FILE]`: what the screen costs, with the budgets.

The real program at 120x40 in true colour, with engines that say five-character tokens at 50 a
second, next to a bare Textual application of the same shape in the same run. Takes five minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.tui import measures
from tests.benchmarks.tui.programs import bare, llmplay
from tests.benchmarks.tui.report import HEADING, Figure, write_json

LANES = (1, 2, 4)


def start() -> Iterator[Figure]:
    """Before anything runs."""
    theirs, ours = measures.start_and_idle(bare), measures.start_and_idle(llmplay)
    for name, unit, budget in (
        ("first paint", "ms", None),
        ("bytes at start", "bytes", 12_000),
        ("idle", "bytes/s", 0),
        ("prompt key", "bytes", 120),
        ("memory", "MB", None),
    ):
        yield Figure(name, unit, ours[name], theirs[name], budget)


def moves() -> Iterator[Figure]:
    """In the catalog."""
    theirs, ours = measures.list_moves(bare), measures.catalog()
    name = "catalog move, beside the licence's cells"
    yield Figure(name, "bytes", ours["catalog move"], theirs["catalog move"], 300)
    yield Figure("  the worst of them", "bytes", ours["catalog move, worst"])
    yield Figure("  cells that change in the licence pane", "cells", ours["licence cells"])


def lanes() -> Iterator[Figure]:
    """While lanes speak."""
    for count in LANES:
        theirs, ours = measures.streaming(bare, count), measures.streaming(llmplay, count)
        many = f"{count} lane{'s' if count > 1 else ''}"
        for name, title, unit, budget in (
            ("bytes a token", "token and lane", "bytes", 20),
            ("lag", "token to screen, median", "ms", 150),
            ("lag p95", "token to screen, 95th percentile", "ms", None),
            ("cpu", "processor of the screen", "% of a core", 10),
            ("memory", "memory", "MB", None),
        ):
            if name in {"bytes a token", "lag"} or count == max(LANES):
                yield Figure(f"{title}, {many}", unit, ours[name], theirs[name], budget)
    theirs, ours = measures.typing(bare, max(LANES)), measures.typing(llmplay, max(LANES))
    yield Figure("key echo, 4 lanes, median", "ms", ours["echo"], theirs["echo"], 30)
    yield Figure(
        "key echo, 4 lanes, 95th percentile", "ms", ours["echo p95"], theirs["echo p95"], 60
    )
    found = measures.typing_beside_models()
    yield Figure("key echo, 4 lanes that compute, median", "ms", found["echo"], budget=30)
    yield Figure("key echo, 4 lanes that compute, p95", "ms", found["echo p95"], budget=60)


def slow_terminal() -> Iterator[Figure]:
    """Four lanes on a terminal that takes 2 kB/s."""
    found = measures.slow()
    yield Figure("2 kB/s: key echo, median", "ms", found["slow echo"])
    yield Figure("2 kB/s: key echo, 95th percentile", "ms", found["slow echo p95"])
    yield Figure(
        "2 kB/s: tokens/s, of those asked for", "", found["slow rate"], budget=0.99, at_least=True
    )
    yield Figure("2 kB/s: memory more than before", "MB", found["slow memory"])
    yield Figure("2 kB/s: wrong cells at the end", "cells", found["slow wrong cells"], budget=0)


def long_lanes() -> Iterator[Figure]:
    """A lane of 200,000 tokens beside one of 200, in the second column."""
    short, long = measures.long_lane(200), measures.long_lane(measures.LONG)
    for name, title, unit in (
        ("echo", "key echo, median", "ms"),
        ("page", "a page up, median", "ms"),
        ("cpu", "processor of the screen, typing", "% of a core"),
        ("memory", "memory", "MB"),
    ):
        yield Figure(f"200,000 tokens (second: 200): {title}", unit, long[name], short[name])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.tui")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    arguments = parser.parse_args()
    figures: list[Figure] = []
    print(HEADING)
    for part in (start, moves, lanes, slow_terminal, long_lanes):
        for figure in part():
            print(figure.line(), flush=True)
            figures.append(figure)
    if arguments.json:
        write_json(arguments.json, figures)


if __name__ == "__main__":
    main()
