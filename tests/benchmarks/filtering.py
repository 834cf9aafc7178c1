"""Keys of a filter over 10,000 models in the catalog pane, next to one pass over their names.

`python -m tests.benchmarks.filtering`; budget: 50 ms a key.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

from textual.app import App, ComposeResult

from playground.domain.licenses import resolve
from playground.services.catalog import load_licenses
from playground.services.fit import FitService
from playground.ui.panes.catalog import CatalogPane
from tests.benchmarks.rounds import alternate, line, verdict
from tests.domain.entries import entry

COUNT = 10_000
BUDGET = 0.050
_TYPED = ("f", "fits:", "fits:y", "size:<4GB", "license:apache", "commercial:yes", "context:>8000")


class _Alone(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.fits = FitService(4096)

    def compose(self) -> ComposeResult:
        licenses = load_licenses()
        yield CatalogPane(lambda id_: resolve(licenses, id_), self.fits.fit)


async def measure() -> None:
    """Type each filter in turn and time the key that ends it."""
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
            return time.perf_counter() - started

        def pass_over_names() -> float:
            started = time.perf_counter()
            assert sum("model" in one.id for one in models) == COUNT
            return time.perf_counter() - started

        tried = {text: (lambda text=text: key(text)) for text in _TYPED}
        found = alternate(5, {**tried, "one pass over the names": pass_over_names})
    for name, values in found.items():
        print(line(name, values, "s"))
    worst = max(sorted(found[text])[2] for text in _TYPED)
    print(verdict("slowest key, median", worst, BUDGET, at_least=False))


if __name__ == "__main__":
    asyncio.run(measure())
