"""`python -m tests.benchmarks.filtering`: keys of a filter over 10,000 models of the catalog.

In the pane itself, beside one pass over the names.
"""

from __future__ import annotations

import asyncio
import functools
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

from textual.app import App, ComposeResult

from playground.domain.licenses import resolve
from playground.services.catalog import load_licenses
from playground.services.fit import FitService
from playground.ui.panes.catalog import CatalogPane
from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, compared
from tests.benchmarks.rounds import alternate
from tests.domain.entries import entry

COUNT = 10_000
ROUNDS = 5
BUDGET_MS = 50.0
_NAMES = "one pass over the names"
_TYPED = ("f", "fits:", "fits:y", "size:<4GB", "license:apache", "commercial:yes", "context:>8000")


class _Alone(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.fits = FitService(4096)

    def compose(self) -> ComposeResult:
        licenses = load_licenses()
        yield CatalogPane(lambda id_: resolve(licenses, id_), self.fits.fit)


async def keys(rounds: int) -> dict[str, list[float]]:
    """Type each filter in turn and time the key that ends it, in milliseconds."""
    models = [
        replace(
            entry(f"model-{number}"),
            family=f"family-{number % 40}",
            size_bytes=4_000_000_000 + number,
            parameters=7_000_000_000 + 1000 * number,
        )
        for number in range(COUNT)
    ]
    app = _Alone()
    async with app.run_test(size=(60, 40)) as pilot:
        pane = app.query_one(CatalogPane)
        pane.show(models)
        pane.judge_again([(one, app.fits.fit(one)) for one in models])
        await pilot.pause()

        def key(text: str) -> float:
            pane._use("")
            started = time.perf_counter()
            pane._use(text)
            return 1000 * (time.perf_counter() - started)

        def pass_over_names() -> float:
            started = time.perf_counter()
            assert sum("model" in one.id for one in models) == COUNT
            return 1000 * (time.perf_counter() - started)

        tried = {text: functools.partial(key, text) for text in _TYPED}
        return alternate(rounds, {**tried, _NAMES: pass_over_names})


def measure(quick: bool) -> Iterator[Figure]:
    """The slowest of the keys."""
    found = asyncio.run(keys(3 if quick else ROUNDS))
    slowest = max(_TYPED, key=lambda text: statistics.median(found[text]))
    yield compared(
        f"a key in the filter of {COUNT:,} models, the slowest: `{slowest}`",
        "ms",
        found[slowest],
        found[_NAMES],
        _NAMES,
        budget=BUDGET_MS,
        judged="value",
    )


if __name__ == "__main__":
    sys.exit(main(["--only", "filtering", *sys.argv[1:]]))
