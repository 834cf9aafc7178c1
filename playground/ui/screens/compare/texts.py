"""The pages and lines of the compare screen."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from playground.domain.comparison import Answer, Comparison, Decision, by_ratings, by_votes
from playground.domain.judgements import HIGHEST, standings, stars
from playground.domain.terminal import visible
from playground.services.exports.wording import (
    answer_name,
    extent,
    facts,
    number,
    spread_words,
    turn_name,
)

_HEADS = ("", "answers", "tok/s", "first token s", "words", "rating")
_WIDEST_NAME = 24


def about(answer: Answer, label: str) -> Content:
    """The answer under the cursor in a few lines: figures, rating, note, how it begins."""
    lane = answer.lane
    parts = [Content.styled(visible(f"{label}, {answer_name(answer)}"), "bold")]
    if lane.rating is not None:
        parts.append(Content.styled(f"  {stars(lane.rating)}", "$accent"))
    head = Content("").join(parts)
    figures = "; ".join(
        f"{name.lower()} {value}"
        for name, value in facts(
            answer,
            ("tokens_per_second", "first_token_seconds", "completion_tokens", "stop_reason"),
        )
    )
    lines = [head, Content.styled(figures, "dim")]
    if lane.note:
        lines.append(Content(f"Note: {visible(lane.note)}"))
    if lane.error is not None:
        lines.append(Content.styled(visible(lane.error), "$text-error"))
    else:
        lines.append(Content(visible(lane.text.strip())))
    return Content("\n").join(lines)


def whole(answer: Answer) -> Content:
    """The answer as a page: what was asked, all of what came, every figure."""
    lane, row = answer.lane, answer.row
    parts: list[Content] = []
    for place, turn in enumerate(lane.history):
        name = Content.styled(turn_name(place), "bold $accent")
        parts += [name, Content(visible(turn.content)), Content("")]
    parts += [Content.styled("Prompt", "bold $accent"), Content(visible(row.prompt))]
    if row.system:
        parts += [Content.styled("System prompt", "bold $accent"), Content(visible(row.system))]
    parts += [Content(""), Content.styled("Answer", "bold $accent"), Content(visible(lane.text))]
    if lane.error is not None:
        parts.append(Content.styled(visible(lane.error), "$text-error"))
    parts += [Content(""), Content.styled("Figures", "bold $accent")]
    if lane.rating is not None:
        parts.append(Content(f"{'Rating':<20}{stars(lane.rating)} {lane.rating}/{HIGHEST}"))
    if lane.note:
        parts.append(Content(f"{'Note':<20}{visible(lane.note)}"))
    parts += [Content(f"{name:<20}{value}") for name, value in facts(answer, ())]
    parts += [Content(f"{'Remark':<20}{visible(remark)}") for remark in lane.notes]
    return Content("\n").join(parts)


def summary(comparison: Comparison) -> Content:
    """The figures of each model, how votes and ratings stand, and the conclusions."""
    lines = [Content(f"{extent(comparison)}."), Content("")]
    lines += _table(comparison)
    lines += [Content("Medians; in brackets the first and third quartile."), Content("")]
    for decision in (by_votes(comparison), by_ratings(comparison)):
        lines += _decision(decision)
    rows = standings(comparison.votes)
    if rows:
        lines.append(Content.styled("  won  lost  tied", "dim"))
        lines += [
            Content(f"{row.wins:>5} {row.losses:>5} {row.ties:>5}  {visible(row.contender)}")
            for row in rows
        ]
        lines.append(Content(""))
    lines.append(Content.styled("Conclusions", "bold $accent"))
    lines.append(Content(visible(comparison.conclusions) or "None yet; C writes them."))
    return Content("\n").join(lines)


def verdict(comparison: Comparison) -> str:
    """Who won, in a line."""
    votes, ratings = by_votes(comparison), by_ratings(comparison)
    return (votes if votes.winner or not ratings.count else ratings).reason


def _table(comparison: Comparison) -> list[Content]:
    rows = [list(_HEADS)]
    for column in comparison.columns:
        figures = column.figures
        rating = "–"
        if figures.rating is not None:
            rating = f"{number(figures.rating)} (n = {figures.rated})"
        failed = f", {figures.failed} failed" if figures.failed else ""
        rows.append(
            [
                visible(column.label),
                f"{figures.answers}{failed}",
                spread_words(figures.speed),
                spread_words(figures.first_token),
                spread_words(figures.words),
                rating,
            ]
        )
    widths = [max(cell_len(row[at]) for row in rows) for at in range(len(_HEADS))]
    widths[0] = min(widths[0], _WIDEST_NAME)
    # A narrow screen wraps no row: each model gets lines of its own there.
    if sum(widths) + 2 * len(widths) > 76:
        return [line for row in rows[1:] for line in _lines_of(row)]
    lines = [
        "  ".join(set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return [Content.styled(lines[0], "dim"), *(Content(line) for line in lines[1:])]


def _lines_of(row: list[str]) -> list[Content]:
    values = zip(_HEADS[1:], row[1:], strict=True)
    return [
        Content.styled(row[0], "bold"),
        *(Content(f"  {name:<14}{value}") for name, value in values),
    ]


def _decision(decision: Decision) -> list[Content]:
    style = "bold $success" if decision.winner else "bold"
    lines = [Content.styled(visible(decision.reason), style)]
    lines += [Content(f"  {visible(duel.words)}") for duel in decision.duels]
    return [*lines, Content("")]
