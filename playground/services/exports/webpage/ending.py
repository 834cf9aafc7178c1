"""The end of the web page: licences with what they ask, and how to repeat it all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from playground.domain.comparison import Comparison
from playground.domain.comparison.repeating import commands, replay_command
from playground.domain.licenses import DISCLAIMER
from playground.domain.obligations import LicenseUse
from playground.services.exports.markup import escaped
from playground.services.exports.report import Report

_MOST_COMMANDS = 200
_MARKS = {"yes": "✓", "no": "✗", "conditional": "~", "unknown": "?"}


def ending(report: Report) -> Iterator[str]:
    """Licences and commands."""
    yield '<h2 id="licences">Licences and obligations</h2>\n'
    for use in report.uses:
        yield from _licence(use)
    yield f'<p class="quiet">{escaped(DISCLAIMER)}</p>\n'
    yield from _repeat(report.comparison)
    yield f"</main>\n<footer>Made by {escaped(report.comparison.program)}, without a network "
    yield "connection: nothing in this page is fetched or executed.</footer>\n"


def _licence(use: LicenseUse) -> Iterator[str]:
    license_ = use.license
    yield f'<div class="licence">\n<h3>{escaped(license_.name)}</h3>\n'
    yield f'<p class="quiet">Of {escaped(", ".join(use.models))}</p>\n<ul class="may">'
    for row in license_.may:
        note = f", {escaped(row.note)}" if row.note else ""
        yield f'<li class="{row.answer}"><b>{_MARKS[row.answer]}</b> {escaped(row.question)}'
        yield f': {row.answer}<span class="quiet">{note}</span></li>'
    yield "</ul>\n<ul>\n"
    for duty in use.obligations:
        yield f"<li><strong>To do.</strong> {escaped(duty)}</li>\n"
    for limit in license_.limits:
        yield f"<li>{escaped(limit)}</li>\n"
    yield "</ul>\n"
    if license_.url.startswith("https://"):
        yield f'<p class="quiet"><a href="{escaped(license_.url)}" rel="noreferrer">'
        yield f"{escaped(license_.url)}</a></p>\n"
    yield "</div>\n"


def _repeat(comparison: Comparison) -> Iterator[str]:
    yield '<h2 id="repeat">How to repeat it</h2>\n'
    if comparison.file:
        yield "<p>With the session file: every answer again, compared with what it was.</p>\n"
        yield f"<pre>\n{escaped(replay_command(comparison))}</pre>\n"
    yield "<p>Or part by part:</p>\n"
    if comparison.anonymous or comparison.redacted:
        yield '<p class="quiet">What was left out of this page is needed for it.</p>\n'
    lines = list(islice(commands(comparison), _MOST_COMMANDS + 1))
    if len(lines) > _MOST_COMMANDS:
        lines[_MOST_COMMANDS:] = ["# and more; the session file holds them all"]
    yield f"<pre>\n{escaped(chr(10).join(lines))}</pre>\n"
