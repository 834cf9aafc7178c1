"""Charts as SVG, in the colours of the text around them."""

from __future__ import annotations

from html import escape

from playground.services.findings.pieces import Bars, Scatter

_WIDTH = 720
_LEFT, _RIGHT = 180, 70
_ROW = 28


def bars(chart: Bars) -> str:
    """Horizontal bars on an axis from 0 to 1 or the largest bound, intervals over them."""
    top = max([1.0, *(one.high for one in chart.bars)])
    room = _WIDTH - _LEFT - _RIGHT
    parts = []
    for at, one in enumerate(chart.bars):
        y = 8 + at * _ROW
        low, end, high = (_LEFT + bound / top * room for bound in (one.low, one.value, one.high))
        middle = y + _ROW / 2 - 4
        parts += [
            _text(_LEFT - 8, middle + 5, one.label, "end"),
            _rect(_LEFT, y, end - _LEFT, _ROW - 8),
            _line(low, middle, high, middle),
            _line(low, middle - 5, low, middle + 5),
            _line(high, middle - 5, high, middle + 5),
            _text(_WIDTH - 8, middle + 5, f"{one.value:.3f}", "end"),
        ]
    return _svg(16 + len(chart.bars) * _ROW, chart.title, parts)


def scatter(chart: Scatter) -> str:
    """Points with their labels; the axes span what there is."""
    xs, ys = [one.x for one in chart.dots], [one.y for one in chart.dots]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    height, foot = 260, 40
    parts = [_line(70, 10, 70, height - foot), _line(70, height - foot, _WIDTH - 20, height - foot)]
    for at, one in enumerate(chart.dots):
        across = (one.x - left) / (right - left) if right > left else 0.5
        up = (one.y - bottom) / (top - bottom) if top > bottom else 0.5
        x, y = 90 + across * (_WIDTH - 280), height - foot - 16 - up * (height - foot - 40)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="currentColor"/>')
        parts.append(_text(x + 8, y + (12 if at % 2 else -2), one.label, "start"))
    parts += [
        _text(64, 22, f"{top:.3f}", "end"),
        _text(64, height - foot - 4, f"{bottom:.3f}", "end"),
        _text(90, height - 20, f"{left:,.4g}", "start"),
        _text(_WIDTH - 20, height - 20, f"{right:,.4g} {chart.x_title}", "end"),
    ]
    return _svg(height, chart.title, parts)


def _svg(height: float, title: str, parts: list[str]) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" role="img" '
        f'aria-label="{escape(title)}" font-size="13" font-family="sans-serif">'
        + "".join(parts)
        + "</svg>"
    )


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor">'
        f"{escape(text)}</text>"
    )


def _rect(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect x="{x}" y="{y}" width="{width:.1f}" height="{height}" '
        'fill="currentColor" fill-opacity="0.35"/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="currentColor"/>'
