"""Small charts as SVG: bars with their quartiles, ratings and votes as stacked bars.

Colours are classes (`m0` to `m7` for models, `r1` to `r5` for ratings, `won`, `tied`, `lost`); the
page or picture that a chart stands in defines them for light and dark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from playground.domain.comparison import Column, Spread
from playground.domain.judgements import HIGHEST, LOWEST, Standing, standings
from playground.services.exports.markup import cut, escaped
from playground.services.exports.report import Report
from playground.services.exports.wording import number, spread_words

WIDTH = 360
ROW = 40
COLOURS = 8
_LABEL_CELLS = 24
_FOOT = 22


class Chart(NamedTuple):
    """A chart without its `svg` element."""

    title: str
    body: str
    height: int
    words: str
    """The same for those who do not see it."""


def charts(report: Report) -> list[Chart]:
    """Those for which there are figures."""
    columns = report.comparison.columns
    found = [
        _bars("Speed, tokens per second", [(one, one.figures.speed) for one in columns], "tok/s"),
        _bars("Time to the first token", [(one, one.figures.first_token) for one in columns], "s"),
        _bars("Length of an answer", [(one, one.figures.words) for one in columns], "words"),
        _ratings(columns),
        _votes(standings(report.comparison.votes)),
    ]
    return [chart for chart in found if chart is not None]


def _bars(title: str, rows: Sequence[tuple[Column, Spread | None]], unit: str) -> Chart | None:
    top = max((spread.high for _, spread in rows if spread is not None), default=0.0)
    if top <= 0:
        return None
    parts = []
    for place, (column, spread) in enumerate(rows):
        y = place * ROW
        parts.append(_labels(y, column.label, spread_words(spread, unit)))
        parts.append(_rect(0, y + 20, WIDTH, "track"))
        if spread is not None:
            parts.append(_rect(0, y + 20, WIDTH * spread.median / top, f"m{place % COLOURS}"))
            if spread.count > 1:
                low, high = WIDTH * spread.low / top, WIDTH * spread.high / top
                parts.append(
                    f'<path class="range" d="M{low:.1f} {y + 25}H{high:.1f}'
                    f'M{low:.1f} {y + 21}v8M{high:.1f} {y + 21}v8"/>'
                )
    words = "; ".join(f"{column.label}: {spread_words(spread, unit)}" for column, spread in rows)
    return Chart(title, "".join(parts), len(rows) * ROW, words)


def _ratings(columns: Sequence[Column]) -> Chart | None:
    if not any(column.figures.rated for column in columns):
        return None
    scale = range(LOWEST, HIGHEST + 1)
    parts, words = [], []
    for place, column in enumerate(columns):
        figures = column.figures
        said = "not rated"
        if figures.rating is not None:
            said = f"{number(figures.rating)} of {HIGHEST} (n = {figures.rated})"
        parts.append(_labels(place * ROW, column.label, said))
        shares = [(f"r{one}", figures.ratings.get(one, 0)) for one in scale]
        parts.extend(_stack(place * ROW + 20, shares))
        words.append(f"{column.label}: {said}")
    legend = [(f"r{one}", f"{one}") for one in scale]
    return _with_legend("Ratings", parts, len(columns), legend, "; ".join(words))


def _votes(rows: Sequence[Standing]) -> Chart | None:
    if not rows:
        return None
    parts, words = [], []
    for place, row in enumerate(rows):
        said = f"{row.wins} won, {row.ties} tied, {row.losses} lost"
        parts.append(_labels(place * ROW, row.contender, said))
        shares = [("won", row.wins), ("tied", row.ties), ("lost", row.losses)]
        parts.extend(_stack(place * ROW + 20, shares))
        words.append(f"{row.contender}: {said}")
    legend = [("won", "won"), ("tied", "tied"), ("lost", "lost")]
    return _with_legend("Votes", parts, len(rows), legend, "; ".join(words))


def _with_legend(
    title: str, parts: list[str], rows: int, legend: Sequence[tuple[str, str]], words: str
) -> Chart:
    y = rows * ROW
    x = 0
    for look, name in legend:
        parts.append(f'<rect class="{look}" x="{x}" y="{y + 4}" width="10" height="10" rx="2"/>')
        parts.append(f'<text class="quiet" x="{x + 15}" y="{y + 13}">{escaped(name)}</text>')
        x += 32 + 7 * len(name)
    return Chart(title, "".join(parts), y + _FOOT, words)


def _stack(y: int, shares: Sequence[tuple[str, int]]) -> Iterator[str]:
    total = sum(count for _, count in shares)
    yield _rect(0, y, WIDTH, "track")
    x = 0.0
    for look, count in shares:
        width = WIDTH * count / total if total else 0.0
        if width:
            gap = 1.0 if width > 3 else 0.0
            yield (
                f'<rect class="{look}" x="{x:.1f}" y="{y}" width="{width - gap:.1f}" height="10" '
                f'rx="2"><title>{count}</title></rect>'
            )
        x += width


def _labels(y: int, name: str, value: str) -> str:
    return (
        f'<text x="0" y="{y + 13}">{escaped(cut(name, _LABEL_CELLS))}'
        f"<title>{escaped(name)}</title></text>"
        f'<text class="value" x="{WIDTH}" y="{y + 13}">{escaped(value)}</text>'
    )


def _rect(x: float, y: float, width: float, look: str) -> str:
    return (
        f'<rect class="{look}" x="{x:g}" y="{y:g}" width="{max(width, 1):.1f}" height="10" rx="3"/>'
    )
