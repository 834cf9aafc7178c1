"""Measures what the screen costs, next to a bare Textual application."""

from collections.abc import Iterator

from tests.benchmarks.figures import Figure


def measure(quick: bool) -> Iterator[Figure]:
    """Everything that is measured; imported late, because the bare application lies here too."""
    from tests.benchmarks.tui.comparing import measure

    return measure(quick)
