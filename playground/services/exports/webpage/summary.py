"""The top of the web page: what was compared, what came of it, the figures of each model."""

from __future__ import annotations

from collections.abc import Iterator

from playground.domain.comparison import Column, Comparison, Decision, Spread
from playground.domain.judgements import HIGHEST
from playground.services.exports.charts import COLOURS, WIDTH, charts
from playground.services.exports.markup import escaped
from playground.services.exports.report import Report
from playground.services.exports.wording import (
    day,
    extent,
    machine_words,
    number,
)

_MOST_LINKS = 40
_HEADS = ("Model", "Answers", "Speed, tok/s", "First token, s", "Length, words", "Rating")


def summary(report: Report) -> Iterator[str]:
    """Title, conclusions, table, verdicts and charts."""
    comparison = report.comparison
    yield f"<header>\n<h1>{escaped(comparison.title) or 'Session'}</h1>\n"
    about = [extent(comparison), day(comparison.created), comparison.program]
    if comparison.machine is not None:
        about.append(machine_words(comparison.machine))
    yield f'<p class="quiet">{" · ".join(escaped(part) for part in about if part)}</p>\n'
    if comparison.tags:
        tags = "".join(f'<span class="tag">{escaped(tag)}</span>' for tag in comparison.tags)
        yield f"<p>{tags}</p>\n"
    if comparison.conclusions.strip():
        text = escaped(comparison.conclusions.strip())
        yield '<section class="conclusions"><h2>Conclusions</h2>'
        yield f'<p dir="auto">{text}</p></section>\n'
    yield from _links(comparison)
    yield '</header>\n<main>\n<h2 id="models">Models</h2>\n'
    yield '<div class="table"><table>\n<thead><tr>'
    for head in _HEADS:
        yield f'<th scope="col">{head}</th>'
    yield "</tr></thead>\n<tbody>\n"
    for place, column in enumerate(comparison.columns):
        yield _model(place, column)
    yield "</tbody></table></div>\n"
    yield '<p class="quiet">Medians; in brackets the first and third quartile.</p>\n'
    yield '<ul class="verdicts">\n'
    for decision in (report.votes, report.ratings):
        yield _verdict(decision)
    yield "</ul>\n"
    yield from _charts(report)


def _links(comparison: Comparison) -> Iterator[str]:
    yield '<nav><a href="#models">Models</a>'
    if len(comparison.rows) <= _MOST_LINKS:
        for row in comparison.rows:
            yield f'<a href="#prompt-{row.number}">Prompt {row.number}</a>'
    else:
        yield '<a href="#prompt-1">Prompts</a>'
    yield '<a href="#licences">Licences</a><a href="#repeat">How to repeat it</a></nav>\n'


def _model(place: int, column: Column) -> str:
    figures, model = column.figures, column.model
    rating = "–"
    if figures.rating is not None:
        rating = f"{number(figures.rating)}/{HIGHEST} <small>(n = {figures.rated})</small>"
    failed = f' <small class="bad">{figures.failed} failed</small>' if figures.failed else ""
    about = " · ".join(escaped(part) for part in (model.quantisation, model.license) if part)
    cells = (
        f"{figures.answers}{failed}",
        _spread(figures.speed),
        _spread(figures.first_token),
        _spread(figures.words),
        rating,
    )
    return (
        f'<tr><th scope="row">{dot(place)}{escaped(column.label)} '
        f'<span class="quiet">{about}</span></th>'
        + "".join(f"<td>{cell}</td>" for cell in cells)
        + "</tr>\n"
    )


def dot(place: int) -> str:
    """The colour of a model."""
    return f'<span class="dot" style="background:var(--m{place % COLOURS})"></span>'


def _spread(spread: Spread | None) -> str:
    if spread is None:
        return "–"
    if spread.count == 1:
        return number(spread.median)
    low, high = number(spread.low), number(spread.high)
    return f"{number(spread.median)} <small>({low} to {high})</small>"


def _verdict(decision: Decision) -> str:
    said = escaped(decision.reason)
    if decision.winner:
        said = f"<strong>{said}</strong>"
    duels = "".join(f"<li>{escaped(duel.words)}</li>" for duel in decision.duels)
    return f"<li>{said}{f'<ul>{duels}</ul>' if duels else ''}</li>\n"


def _charts(report: Report) -> Iterator[str]:
    yield '<div class="charts">\n'
    for chart in charts(report):
        yield (
            f"<figure><figcaption>{escaped(chart.title)}</figcaption>\n"
            f'<svg viewBox="0 0 {WIDTH} {chart.height}" role="img" '
            f'aria-label="{escaped(chart.words)}">{chart.body}</svg></figure>\n'
        )
    yield "</div>\n"
