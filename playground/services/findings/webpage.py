"""Findings as one HTML page that needs nothing else: no script, plots inline."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from playground.services.findings.drawing import bars, scatter
from playground.services.findings.pieces import (
    Bars,
    Grid,
    Heading,
    Paragraph,
    Piece,
    Points,
    Scatter,
    Verbatim,
)

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { padding: .2rem .7rem; text-align: right; border-bottom: 1px solid; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
pre { padding: .7rem; border: 1px solid; overflow-x: auto; white-space: pre-wrap; }
svg { max-width: 100%; height: auto; }
figure { margin: 1rem 0; }
"""


def render(pieces: Sequence[Piece]) -> str:
    """The whole page."""
    title = next((one.text for one in pieces if isinstance(one, Heading)), "Findings")
    body = "\n".join(map(_piece, pieces))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _piece(piece: Piece) -> str:
    if isinstance(piece, Heading):
        return f"<h{piece.level}>{escape(piece.text)}</h{piece.level}>"
    if isinstance(piece, Paragraph):
        parts = piece.text.split("\n\n")
        return "\n".join(f"<p>{escape(part)}</p>" for part in parts)
    if isinstance(piece, Points):
        return "<ul>\n" + "\n".join(f"<li>{escape(one)}</li>" for one in piece.items) + "\n</ul>"
    if isinstance(piece, Grid):
        return _grid(piece)
    if isinstance(piece, Bars):
        return _figure(piece.title, bars(piece))
    if isinstance(piece, Scatter):
        return _figure(piece.title, scatter(piece))
    assert isinstance(piece, Verbatim)
    return f"<pre>{escape(piece.text)}</pre>"


def _figure(title: str, drawing: str) -> str:
    return f"<figure>\n<figcaption>{escape(title)}</figcaption>\n{drawing}\n</figure>"


def _grid(grid: Grid) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in grid.header)
    rows = (
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in grid.rows
    )
    return f"<table>\n<tr>{head}</tr>\n" + "\n".join(rows) + "\n</table>"
