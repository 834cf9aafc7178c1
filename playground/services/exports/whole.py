"""JSON: the whole comparison in one object, for programs; texts exact, one answer a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from playground.domain.comparison import Column, Decision, Spread
from playground.domain.comparison.fields import fields_of, record_of
from playground.domain.comparison.repeating import commands, replay_command
from playground.domain.judgements import Vote, standing_votes
from playground.services.exports.exact import json_text
from playground.services.exports.report import Report

SCHEMA = 1


def render(report: Report) -> Iterator[str]:
    """The head and the summary first, the answers last."""
    comparison = report.comparison
    head: dict[str, Any] = {
        "schema": SCHEMA,
        "session": {
            "id": comparison.session,
            "title": comparison.title,
            "created": comparison.created and comparison.created.isoformat(),
            "program": comparison.program,
            "file": comparison.file,
            "tags": list(comparison.tags),
            "conclusions": comparison.conclusions,
        },
        "machine": None if comparison.machine is None else asdict(comparison.machine),
        "anonymous": comparison.anonymous,
        "redacted": comparison.redacted,
        "models": [_model(column) for column in comparison.columns],
        "prompts": [
            {
                "number": row.number,
                "prompt": row.prompt,
                "system": row.system or None,
                "before": list(row.before),
            }
            for row in comparison.rows
        ],
        "decisions": [_decision(one) for one in (report.votes, report.ratings)],
        "votes": [_vote(vote) for vote in standing_votes(comparison.votes)],
        "licences": [
            {
                "id": use.license.id,
                "name": use.license.name,
                "spdx": use.license.spdx,
                "models": list(use.models),
                "may": {row.question: row.answer for row in use.license.may},
                "must": list(use.obligations),
                "limits": list(use.license.limits),
                "url": use.license.url or None,
            }
            for use in report.uses
        ],
        "repeat": [replay_command(comparison), *commands(comparison)],
    }
    yield json_text(head, indent=2).removesuffix("\n}") + ',\n  "answers": ['
    fields = fields_of(comparison.fields)
    before = "\n    "
    for answer in comparison.answers:
        yield before + json_text(record_of(answer, fields))
        before = ",\n    "
    yield "\n  ]\n}\n" if comparison.answers else "]\n}\n"


def _model(column: Column) -> dict[str, Any]:
    figures = column.figures
    return {
        "label": column.label,
        **asdict(column.model),
        "answers": figures.answers,
        "failed": figures.failed,
        "tokens_per_second": _spread(figures.speed),
        "first_token_seconds": _spread(figures.first_token),
        "completion_tokens": _spread(figures.tokens),
        "words": _spread(figures.words),
        "ratings": {str(rating): count for rating, count in sorted(figures.ratings.items())},
        "mean_rating": figures.rating,
        "memory_bytes": figures.memory_bytes,
    }


def _spread(spread: Spread | None) -> dict[str, float] | None:
    if spread is None:
        return None
    return {
        "count": spread.count,
        "median": spread.median,
        "first_quartile": spread.low,
        "third_quartile": spread.high,
        "interquartile_range": spread.range,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "basis": decision.basis,
        "count": decision.count,
        "winner": decision.winner or None,
        "reason": decision.reason,
        "duels": [
            {**asdict(duel), "chance": duel.chance, "ahead": duel.ahead or None}
            for duel in decision.duels
        ],
    }


def _vote(vote: Vote) -> dict[str, Any]:
    return {
        "winner": vote.winner,
        "blind": vote.blind,
        "shuffle_seed": vote.seed,
        "time": vote.time.isoformat(),
        "first": asdict(vote.first),
        "second": asdict(vote.second),
    }
