"""Plots as lines of text, for terminals and Markdown."""

from __future__ import annotations

from collections.abc import Sequence

MARKS = "abcdefghijklmnopqrstuvwxyz"


def bar_lines(bars: Sequence[tuple[str, float, float, float]], width: int) -> list[str]:
    """One line per (label, value, low, high) on an axis from 0 to 1 or the largest bound.

    The bar ends at the value; the interval is drawn over it as ├──┤. `width` in columns, 30 or
    more; labels are cut to a third of it.
    """
    if not bars:
        return []
    label_width = min(width // 3, max(len(label) for label, *_ in bars))
    room = max(10, width - label_width - 9)
    top = max([1.0, *(high for *_, high in bars)])
    lines = []
    for label, value, low, high in bars:
        cells = ["█" if at < round(value / top * room) else " " for at in range(room)]
        first, last = (min(room - 1, int(bound / top * room)) for bound in (max(low, 0.0), high))
        if last > first:
            cells[first : last + 1] = ["├", *"─" * (last - first - 1), "┤"]
        lines.append(f"{label[:label_width]:<{label_width}} {''.join(cells)} {value:7.3f}")
    return lines


def scatter_lines(
    dots: Sequence[tuple[str, float, float]], width: int, height: int, x_title: str
) -> list[str]:
    """A field of `width` times `height` with a letter per (label, x, y), and what they stand for.

    Points that fall on one another share a cell, which then shows the first of them.
    """
    if not dots:
        return []
    xs, ys = [dot[1] for dot in dots], [dot[2] for dot in dots]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    columns = max(10, width - 9)
    field = [[" "] * columns for _ in range(height)]
    for mark, (_, x, y) in zip(MARKS, dots, strict=False):
        column = (
            round((x - left) / (right - left) * (columns - 1)) if right > left else columns // 2
        )
        row = round((top - y) / (top - bottom) * (height - 1)) if top > bottom else height // 2
        if field[row][column] == " ":
            field[row][column] = mark
    lines = []
    for at, row_cells in enumerate(field):
        bound = top if at == 0 else bottom if at == height - 1 else None
        lines.append(f"{'' if bound is None else f'{bound:.3f}':>7} │{''.join(row_cells)}".rstrip())
    lines.append(f"{'':>7} └{'─' * columns}")
    low, high = f"{left:,.4g}", f"{right:,.4g} {x_title}"
    lines.append(f"{'':>9}{low}{high:>{max(1, columns - len(low))}}")
    lines += [f"  {mark} {label}" for mark, (label, *_) in zip(MARKS, dots, strict=False)]
    return lines
