"""CSV (RFC 4180): a header, then one row per answer; spreadsheets take no cell for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from playground.domain.comparison.fields import fields_of
from playground.services.exports.exact import json_text
from playground.services.exports.report import Report
from playground.services.exports.wording import shown

# What makes spreadsheets compute a cell: the signs, also full-width and after blanks, tab and CR.
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_ROWS_AT_ONCE = 200


def render(report: Report) -> Iterator[str]:
    """Control characters are shown as pictures; JSON keeps them."""
    comparison = report.comparison
    fields = fields_of(comparison.fields)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([field.name for field in fields])
    for count, answer in enumerate(comparison.answers, 1):
        writer.writerow([_cell(field.value(answer)) for field in fields])
        if count % _ROWS_AT_ONCE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(one, dict) for one in value)
    ):
        return guarded(json_text(value))
    if isinstance(value, list):
        return guarded("\n".join(shown(one) for one in value))
    return guarded(shown(value))


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
