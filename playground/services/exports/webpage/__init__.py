"""HTML: one file that needs nothing else, is read without scripts, in light and dark, on paper."""

from __future__ import annotations

from collections.abc import Iterator

from playground.services.exports.markup import escaped
from playground.services.exports.report import Report
from playground.services.exports.webpage.answers import answers
from playground.services.exports.webpage.ending import ending
from playground.services.exports.webpage.style import STYLE
from playground.services.exports.webpage.summary import summary

# Nothing is fetched and nothing is executed, whatever a text might contain.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(report: Report) -> Iterator[str]:
    """The summary first, then every prompt with its answers, then licences and commands."""
    title = escaped(report.comparison.title) or "Session"
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n"
    )
    yield from summary(report)
    yield from answers(report.comparison)
    yield from ending(report)
    yield "</body>\n</html>\n"
