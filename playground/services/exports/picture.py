"""SVG: a picture of the comparison for slides and pages, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playground.domain.comparison import Comparison, Row
from playground.domain.judgements import stars
from playground.domain.records import LaneRecord
from playground.services.exports.charts import COLOURS, Chart, charts
from playground.services.exports.charts import WIDTH as CHART
from playground.services.exports.looks import MONO, SANS, colours
from playground.services.exports.markup import cell_width, cut, escaped
from playground.services.exports.report import Report
from playground.services.exports.wording import extent, number, shown

_WIDTH = 1200
_MARGIN = 36
_GAP = 24
_CHARTS_A_LINE = 3
_MOST_ROWS, _MOST_COLUMNS, _LINES = 8, 4, 5
_LINE, _CELL = 18, 7.3  # height of a line and width of a cell of the fixed font at 12 px
_STYLE = f"""\
{colours()}
svg{{background:var(--paper);font-family:{SANS}}}
.paper{{fill:var(--paper)}}
.card{{fill:var(--card);stroke:var(--rule)}}
svg .title{{font-size:26px;font-weight:700}}
svg .head{{font-size:14px;font-weight:600}}
svg .mono{{font-family:{MONO};font-size:12px;white-space:pre}}
svg .accent{{fill:var(--accent);text-anchor:end}}"""


def render(report: Report) -> Iterator[str]:
    """Title, charts, verdicts, then the first prompts and the beginnings of their answers."""
    comparison = report.comparison
    body, height = _body(report)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img">\n'
        f"<title>{escaped(comparison.title) or 'Session'}</title>\n<style>\n{_STYLE}\n</style>\n"
        f'<rect class="paper" width="{_WIDTH}" height="{height}"/>\n'
    )
    yield from body
    yield "</svg>\n"


def _body(report: Report) -> tuple[list[str], int]:
    comparison = report.comparison
    title = cut(comparison.title, 80) or "Session"
    parts = [_text(_MARGIN, 60, title, "title"), _text(_MARGIN, 84, extent(comparison), "quiet")]
    y = 112
    found = charts(report)
    for start in range(0, len(found), _CHARTS_A_LINE):
        line = found[start : start + _CHARTS_A_LINE]
        parts += [_chart(chart, at, y) for at, chart in enumerate(line)]
        y += max(chart.height for chart in line) + 52
    for decision in (report.votes, report.ratings):
        parts.append(_text(_MARGIN, y + 8, cut(decision.reason, 150), "quiet"))
        y += 22
    y += 22
    for row in comparison.rows[:_MOST_ROWS]:
        more, height = _row(comparison, row, y)
        parts += more
        y += height
    left = []
    if len(comparison.rows) > _MOST_ROWS:
        left.append(f"{len(comparison.rows) - _MOST_ROWS} more prompts")
    if len(comparison.columns) > _MOST_COLUMNS:
        left.append(f"{len(comparison.columns) - _MOST_COLUMNS} more models")
    if left:
        parts.append(_text(_MARGIN, y + 4, f"And {' and '.join(left)}.", "quiet"))
        y += 24
    return parts, y + 16


def _chart(chart: Chart, at: int, y: int) -> str:
    x = _MARGIN + at * (CHART + _GAP)
    return (
        f'<g transform="translate({x} {y})"><text class="head" x="0" y="14">'
        f'{escaped(chart.title)}</text><g transform="translate(0 26)">{chart.body}</g></g>\n'
    )


def _row(comparison: Comparison, row: Row, y: int) -> tuple[list[str], int]:
    columns = comparison.columns[:_MOST_COLUMNS]
    turn = f"turn {row.turn}: " if row.before else ""
    parts = [_text(_MARGIN, y + 14, f"{row.number}. {turn}{cut(row.prompt, 120)}", "head")]
    width = (_WIDTH - 2 * _MARGIN - _GAP * (len(columns) - 1)) / max(1, len(columns))
    room = int((width - 32) / _CELL)
    excerpts = [_excerpt(row.cells[place], room) for place in range(len(columns))]
    height = 44 + max((len(lines) for lines in excerpts), default=1) * _LINE
    for place, column in enumerate(columns):
        x = _MARGIN + place * (width + _GAP)
        parts.append(
            f'<rect class="card" x="{x:.1f}" y="{y + 26}" width="{width:.1f}" height="{height}" '
            f'rx="8"/><rect class="m{place % COLOURS}" x="{x:.1f}" y="{y + 26}" width="4" '
            f'height="{height}" rx="2"/>\n'
        )
        cell = row.cells[place]
        label = cut(column.label, int(width / 9))
        parts.append(_text(x + 16, y + 50, label, "head"))
        if not cell:
            parts.append(_text(x + 16, y + 74, "no answer", "quiet"))
            continue
        lane = cell[-1]
        said = stars(lane.rating) if lane.rating is not None else ""
        if lane.tokens_per_second is not None:
            said = f"{said}  {number(lane.tokens_per_second)} tok/s"
        parts.append(_text(x + width - 14, y + 50, said.strip(), "accent"))
        for line, words in enumerate(excerpts[place]):
            parts.append(_text(x + 16, y + 74 + line * _LINE, words, "mono"))
    return parts, height + 48


def _excerpt(cell: Sequence[LaneRecord], room: int) -> Sequence[str]:
    """The beginning of the last answer of a cell."""
    if not cell:
        return [""]
    lane = cell[-1]
    return _wrapped(lane.text if lane.error is None else f"Failed: {lane.error}", room)


def _wrapped(text: str, cells: int) -> Sequence[str]:
    """The first lines of a text, broken after words; "…" where it goes on."""
    lines = [""]
    width = 0
    words = [f"{word} " for word in shown(text).split()]
    for word in words:
        room = sum(map(cell_width, word))
        if width + room - 1 > cells and lines[-1]:
            lines.append("")
            width = 0
        lines[-1] += word
        width += room
        if len(lines) > _LINES:
            break
    cut_lines = [cut(line, cells) for line in lines]
    if len(cut_lines) > _LINES:
        return [*cut_lines[: _LINES - 1], cut(f"{cut_lines[_LINES - 1]} …", cells)]
    return cut_lines


def _text(x: float, y: float, text: str, look: str) -> str:
    return f'<text class="{look}" x="{x:.1f}" y="{y}">{escaped(text)}</text>\n'
