"""Markdown (CommonMark with the tables of GitHub): a report that reads well as plain text too."""

from __future__ import annotations

from collections.abc import Iterator

from playground.domain.comparison import Answer, Comparison, Row
from playground.domain.comparison.repeating import commands, replay_command
from playground.domain.licenses import DISCLAIMER
from playground.domain.markdown import fenced, inline, line
from playground.services.exports.report import Report
from playground.services.exports.wording import (
    answer_name,
    day,
    extent,
    facts,
    machine_words,
    number,
    rating_words,
    shown,
    spread_words,
    turn_name,
)

_TITLE_CHARACTERS = 60
_MOST_COMMANDS = 200
_FACTS = (
    *("tokens_per_second", "first_token_seconds", "completion_tokens", "stop_reason"),
    *("memory_bytes", "engine", "engine_version", "template", "adapters"),
)
"""Of an answer, where none are chosen; the sampling parameters stand in the commands."""


def render(report: Report) -> Iterator[str]:
    """The summary first, then every prompt with its answers, then licences and commands."""
    comparison = report.comparison
    yield f"# {_inline(comparison.title) or 'Session'}\n\n"
    yield f"{extent(comparison)}.\n"
    about = [day(comparison.created), _inline(comparison.program)]
    if comparison.machine is not None:
        about.append(_inline(machine_words(comparison.machine)))
    yield f"Recorded {'; '.join(part for part in about if part)}.\n"
    if comparison.tags:
        yield f"Tags: {', '.join(map(_inline, comparison.tags))}.\n"
    if comparison.conclusions.strip():
        yield "\n## Conclusions\n\n"
        paragraphs = (
            "> " + "\\\n> ".join(line(one) for one in paragraph.strip("\n").split("\n"))
            for paragraph in shown(comparison.conclusions).strip().split("\n\n")
        )
        yield "\n>\n".join(paragraphs) + "\n"
    yield from _summary(report)
    yield "\n## Prompts and answers\n"
    for row in comparison.rows:
        yield from _row(comparison, row)
    yield from _licences(report)
    yield from _repeat(comparison)


def _summary(report: Report) -> Iterator[str]:
    yield "\n## Models\n\n"
    yield "| Model | Quantisation | Licence | Answers | Speed, tok/s | First token, s "
    yield "| Length, words | Rating |\n|---|---|---|--:|--:|--:|--:|--:|\n"
    for column in report.comparison.columns:
        figures = column.figures
        rating = "–"
        if figures.rating is not None:
            rating = f"{number(figures.rating)} (n = {figures.rated})"
        failed = f", {figures.failed} failed" if figures.failed else ""
        cells = (
            _inline(column.label),
            _inline(column.model.quantisation) or "–",
            _inline(column.model.license) or "–",
            f"{figures.answers}{failed}",
            spread_words(figures.speed),
            spread_words(figures.first_token),
            spread_words(figures.words),
            rating,
        )
        yield f"| {' | '.join(cells)} |\n"
    yield "\nMedians, in brackets the first and third quartile.\n\n"
    for decision in (report.votes, report.ratings):
        yield f"- {_inline(decision.reason)}\n"
        for duel in decision.duels:
            yield f"  - {_inline(duel.words)}\n"


def _row(comparison: Comparison, row: Row) -> Iterator[str]:
    title = " ".join(shown(row.prompt).split())
    if len(title) > _TITLE_CHARACTERS:
        title = title[: _TITLE_CHARACTERS - 1] + "…"
    variant = f" (variant {_inline(row.variant)})" if row.variant else ""
    turn = f" (turn {row.turn})" if row.before else ""
    yield f"\n### {row.number}. {inline(title) or 'Empty prompt'}{variant}{turn}\n\n"
    yield fenced(shown(row.prompt))
    if row.system:
        yield "\nSystem prompt:\n\n" + fenced(shown(row.system))
    for column, cell in zip(comparison.columns, row.cells, strict=True):
        for lane in cell:
            answer = comparison.answer(row, lane)
            yield f"\n#### {_inline(column.label)}, {_inline(answer_name(answer))}\n\n"
            yield from _answer(answer, comparison.fields)


def _answer(answer: Answer, names: tuple[str, ...]) -> Iterator[str]:
    lane = answer.lane
    known = [f"{label} {_inline(value)}" for label, value in facts(answer, names or _FACTS)]
    if known:
        yield f"{'; '.join(known)}.\n\n"
    if lane.rating is not None:
        yield f"Rating: {rating_words(lane.rating)}\n\n"
    if lane.note:
        yield f"Note: {_inline(lane.note)}\n\n"
    for remark in lane.notes:
        yield f"Remark: {_inline(remark)}\n\n"
    if lane.error is not None:
        yield f"**Failed:** {_inline(lane.error)}\n\n"
    for place, turn in enumerate(lane.history):
        yield f"{turn_name(place)}:\n\n{fenced(shown(turn.content))}\n"
    if lane.history:
        yield f"{turn_name(len(lane.history))}:\n\n{fenced(shown(answer.row.prompt))}\n"
        yield f"{turn_name(len(lane.history) + 1)}:\n\n"
    if lane.text or lane.error is None:
        yield fenced(shown(lane.text))


def _licences(report: Report) -> Iterator[str]:
    yield "\n## Licences and obligations\n"
    for use in report.uses:
        yield f"\n### {_inline(use.license.name)}\n\n"
        yield f"Of {', '.join(map(_inline, use.models))}.\n\n"
        for row in use.license.may:
            note = f" ({_inline(row.note)})" if row.note else ""
            yield f"- {_inline(row.question)}: {row.answer}{note}\n"
        for duty in use.obligations:
            yield f"- To do: {_inline(duty)}\n"
        for limit in use.license.limits:
            yield f"- Mind: {_inline(limit)}\n"
        if use.license.url:
            yield f"\n<{use.license.url}>\n"
    yield f"\n{DISCLAIMER}\n"


def _repeat(comparison: Comparison) -> Iterator[str]:
    lines = [replay_command(comparison)]
    for command in commands(comparison):
        if len(lines) > _MOST_COMMANDS:
            lines.append("# and more; the session file holds them all")
            break
        lines.append(command)
    yield "\n## How to repeat it\n\n"
    yield "The first line runs the whole session again and compares; the others run its parts.\n"
    if comparison.anonymous or comparison.redacted:
        yield "What was left out here is needed for it.\n"
    yield "\n" + fenced(shown("\n".join(lines)), "sh")


def _inline(text: str) -> str:
    return inline(shown(text))
