"""The middle of the web page: every prompt with the answers side by side."""

from __future__ import annotations

from collections.abc import Iterator

from playground.domain.comparison import Answer, Comparison, Row
from playground.domain.diffs import words_of
from playground.domain.judgements import HIGHEST, stars
from playground.domain.records import LaneRecord
from playground.domain.sizes import counted
from playground.services.exports.markup import cut, escaped
from playground.services.exports.webpage.summary import dot
from playground.services.exports.wording import answer_name, facts, number, turn_name

_TITLE_CELLS = 90
_MOST_OPEN = 80  # answers; of more, each is opened by whoever wants to read it


def answers(comparison: Comparison) -> Iterator[str]:
    """A section for each prompt."""
    unfolded = len(comparison.answers) <= _MOST_OPEN
    yield "<h2>Prompts and answers</h2>\n"
    for row in comparison.rows:
        yield from _row(comparison, row, unfolded=unfolded)


def _row(comparison: Comparison, row: Row, *, unfolded: bool) -> Iterator[str]:
    title = escaped(cut(row.prompt, _TITLE_CELLS)) or "Empty prompt"
    variant = f' <span class="tag">variant {escaped(row.variant)}</span>' if row.variant else ""
    yield f'<section class="prompt" id="prompt-{row.number}">\n'
    turn = f' <span class="tag">turn {row.turn}</span>' if row.before else ""
    yield f"<h3>{row.number}. {title}{variant}{turn}</h3>\n"
    long = cut(row.prompt, _TITLE_CELLS) != row.prompt
    if long or row.system:
        yield '<div class="asked">\n'
        if long:
            yield f'<pre dir="auto">\n{escaped(row.prompt)}</pre>\n'
        if row.system:
            yield '<p class="quiet">System prompt</p>\n'
            yield f'<pre dir="auto">\n{escaped(row.system)}</pre>\n'
        yield "</div>\n"
    yield '<div class="grid">\n'
    for place, (column, cell) in enumerate(zip(comparison.columns, row.cells, strict=True)):
        if cell:
            yield "<div>\n"
        for lane in cell:
            answer = comparison.answer(row, lane)
            yield _answer(place, column.label, answer, comparison.fields, unfolded=unfolded)
        if cell:
            yield "</div>\n"
    yield "</div>\n</section>\n"


def _answer(
    place: int, label: str, answer: Answer, names: tuple[str, ...], *, unfolded: bool
) -> str:
    lane = answer.lane
    rating = ""
    if lane.rating is not None:
        said = f"rated {lane.rating} of {HIGHEST}"
        rating = f'<span class="stars" role="img" aria-label="{said}">{stars(lane.rating)}</span>'
    parts = [
        f'<article class="answer">\n<header>{dot(place)}<h4>{escaped(label)}</h4>{rating}</header>',
        f'<p class="by">{escaped(_by(answer))}</p>',
    ]
    if lane.note:
        parts.append(f'<p class="note" dir="auto">{escaped(lane.note)}</p>')
    if lane.error is not None:
        parts.append(f'<p class="bad">Failed: {escaped(lane.error)}</p>')
    parts += [f'<p class="quiet">{escaped(remark)}</p>' for remark in lane.notes]
    if lane.history:
        turns = "".join(
            f'<p class="quiet">{turn_name(number)}</p>\n'
            f'<pre dir="auto">\n{escaped(turn.content)}</pre>'
            for number, turn in enumerate(lane.history)
        )
        said = counted(len(lane.history), "turn")
        parts.append(f"<details><summary>Before it, {said}</summary>\n{turns}</details>")
    if lane.text or lane.error is None:
        length = counted(len(words_of(lane.text)), "word")
        # A line end right after <pre> is no content: without one, that of a text would be lost.
        parts.append(
            f"<details{' open' if unfolded else ''}><summary>{length}{_ended(lane)}</summary>\n"
            f'<pre dir="auto">\n{escaped(lane.text)}</pre></details>'
        )
    rows = "".join(
        f"<dt>{escaped(label)}</dt><dd>{escaped(value)}</dd>"
        for label, value in facts(answer, names)
    )
    if rows:
        parts.append(f'<details class="more"><summary>Figures</summary><dl>{rows}</dl></details>')
    parts.append("</article>\n")
    return "\n".join(parts)


def _by(answer: Answer) -> str:
    lane = answer.lane
    parts = [answer_name(answer)]
    if lane.tokens_per_second is not None:
        parts.append(f"{number(lane.tokens_per_second)} tok/s")
    if lane.first_token_seconds is not None:
        parts.append(f"first token {number(lane.first_token_seconds)} s")
    if lane.error is None:
        parts.append(counted(lane.completion_tokens, "token"))
    return " · ".join(parts)


def _ended(lane: LaneRecord) -> str:
    """Why it ended, where it did not end by itself."""
    reasons = {
        "length": "cut at the limit of tokens",
        "context": "cut where the context was full",
        "cancelled": "stopped",
        "error": "broken off",
    }
    said = reasons.get(lane.stop_reason, "")
    return f", {said}" if said else ""
