"""The figures of the screen with their budgets, each beside the bare application."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from tests.benchmarks.figures import Figure
from tests.benchmarks.tui import measures
from tests.benchmarks.tui.programs import bare, llmplay

LANES = (1, 2, 4)
BARE = "the bare app"
MEMORY = "models take far more"
SLOW = "the terminal itself decides"


def measure(quick: bool) -> Iterator[Figure]:
    """Everything; in quick rounds one number of lanes, and no slow terminal or long lane."""
    yield from start()
    yield from moves()
    yield from lanes(LANES[-1:] if quick else LANES)
    if not quick:
        yield from slow_terminal()
        yield from long_lanes()


def start() -> Iterator[Figure]:
    """Before anything runs."""
    rounds = [(measures.start_and_idle(bare), measures.start_and_idle(llmplay)) for _ in range(2)]
    for name, title, unit, budget in (
        ("first paint", "from exec to the first screen", "ms", None),
        ("bytes at start", "the first screen", "bytes", 12_000),
        ("idle", "a second while nothing happens", "bytes", 0),
        ("prompt key", "a key in the prompt", "bytes", 120),
        ("memory", "memory at the start", "MB", None),
    ):
        theirs, ours = (statistics.median(one[side][name] for one in rounds) for side in (0, 1))
        note = {"first paint": "`startup` judges it", "memory": MEMORY}.get(name, "")
        yield _beside(title, unit, ours, theirs, budget=budget, note=note)


def moves() -> Iterator[Figure]:
    """In the catalog."""
    theirs, ours = measures.list_moves(bare), measures.catalog()
    note = (
        f"with the {ours['licence cells']:.0f} cells that change in the licence pane left out; "
        f"the worst {ours['catalog move, worst']:,.0f}, which scrolls"
    )
    name = "catalog move"
    yield _beside("a move in the catalog", "bytes", ours[name], theirs[name], budget=300, note=note)


def lanes(counts: tuple[int, ...]) -> Iterator[Figure]:
    """While lanes speak."""
    most = counts[-1]
    for count in counts:
        theirs, ours = measures.streaming(bare, count), measures.streaming(llmplay, count)
        many = f"{count} lane{'s' if count > 1 else ''}"
        for name, title, unit, budget, note in (
            ("bytes a token", "a token of a lane", "bytes", 20, ""),
            ("lag", "from a token to the screen, median", "ms", 150, ""),
            ("lag p95", "the same, 95th percentile", "ms", None, "the median is judged"),
            ("cpu", "processor for the screen", "% of a core", 10, ""),
            ("memory", "memory", "MB", None, MEMORY),
        ):
            if name in {"bytes a token", "lag"} or count == most:
                yield _beside(
                    f"{title}, {many}", unit, ours[name], theirs[name], budget=budget, note=note
                )
    theirs, ours = measures.typing(bare, most), measures.typing(llmplay, most)
    found = measures.typing_beside_models()
    for name, title, budget in (("echo", "median", 30), ("echo p95", "95th percentile", 60)):
        typed = f"from a key to the screen while {most} lanes speak, {title}"
        yield _beside(typed, "ms", ours[name], theirs[name], budget=budget)
        typed = f"the same while {measures.LANES} real models compute, {title}"
        yield Figure(typed, "ms", found[name], budget=budget, judged="value")


def slow_terminal() -> Iterator[Figure]:
    """Four lanes on a terminal that takes 2 kB/s."""
    found = measures.slow()
    where = "on a terminal that takes 2 kB/s, 4 lanes"
    yield Figure(f"{where}: a key, median", "ms", found["slow echo"], note=SLOW)
    yield Figure("the same: a key, 95th percentile", "ms", found["slow echo p95"], note=SLOW)
    yield Figure(
        "the same: tokens a second, beside those asked for",
        "",
        found["slow rate"],
        budget=0.99,
        at_least=True,
        judged="value",
    )
    yield Figure("the same: memory, more than before", "MB", found["slow memory"], note=MEMORY)
    wrong = found["slow wrong cells"]
    yield Figure("the same: wrong cells at the end", "", wrong, budget=0, judged="value")


def long_lanes() -> Iterator[Figure]:
    """A lane of 200,000 tokens, beside one of 200."""
    short, long = measures.long_lane(200), measures.long_lane(measures.LONG)
    lane = f"in a lane of {measures.LONG:,} tokens"
    for name, title, unit, budget, note in (
        ("echo", f"a key {lane}, median", "ms", 30, ""),
        ("page", "the same: a page up, median", "ms", 100, ""),
        ("cpu", "the same: processor for the screen, typing", "% of a core", 10, ""),
        ("memory", "the same: memory", "MB", None, "the text itself is kept"),
    ):
        against = "a lane of 200 tokens"
        yield _beside(
            title, unit, long[name], short[name], budget=budget, note=note, against=against
        )


def _beside(
    name: str,
    unit: str,
    ours: float,
    theirs: float,
    *,
    budget: float | None,
    note: str = "",
    against: str = BARE,
) -> Figure:
    """A value that is judged itself: what is beside it tells how much it would be otherwise."""
    ratio = ours / theirs if theirs else None
    return Figure(name, unit, ours, theirs, against, ratio, budget, False, "value", note)
