"""The table on the terminal, row by row as the figures come."""

from __future__ import annotations

from collections.abc import Iterable

from tests.benchmarks import words
from tests.benchmarks.figures import Figure
from tests.benchmarks.results import Results

_VERDICTS = {True: "kept", False: "MISSED", None: ""}
HEADING = f"{'':<60}{'llmplay':>9}{'beside':>9}  {'':<13}{'ratio':>6}  budget"


def row(figure: Figure) -> str:
    """One figure."""
    beside = "-" if figure.beside is None else words.shown(figure.beside)
    told = f"{words.budget(figure):<25}{_VERDICTS[figure.kept]:<7}"
    if figure.budget is None:
        told = f"no budget: {figure.note}  "
    against = f"beside: {figure.against}" if figure.against else ""
    return (
        f"{figure.name:<60}{words.shown(figure.ours):>9}{beside:>9}  {figure.unit:<13}"
        f"{words.ratio(figure):>6}  {told}{against}"
    ).rstrip()


def failure(name: str, error: str) -> str:
    """The row of a benchmark that did not come through."""
    return f"{name:<60}FAILED: {error}"


def table(results: Results) -> Iterable[str]:
    """What was found by then, line by line."""
    yield HEADING
    for name, one in results.items():
        quick = ", quick rounds" if one.quick else ""
        yield f"== {name}, {one.date[:10]}{quick}, {one.seconds:.0f} s"
        yield from map(row, one.figures)
        if one.error:
            yield failure(name, one.error)
