"""JSON lines: one object per answer with every figure, texts exact."""

from __future__ import annotations

from collections.abc import Iterator

from playground.domain.comparison.fields import fields_of, record_of
from playground.services.exports.exact import json_text
from playground.services.exports.report import Report


def render(report: Report) -> Iterator[str]:
    """A line each, in the order of the runs."""
    comparison = report.comparison
    fields = fields_of(comparison.fields)
    for answer in comparison.answers:
        yield json_text(record_of(answer, fields)) + "\n"
