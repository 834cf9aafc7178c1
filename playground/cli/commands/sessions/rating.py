"""`llmplay sessions rate`: a rating or a note on one answer."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from playground.cli.diagnostics import OK, UsageError
from playground.domain.comparison.finding import one_answer
from playground.domain.judgements import Judgement
from playground.services.sessions import SessionStore, open_session


def execute(arguments: argparse.Namespace) -> int:
    """Record it; what is not named stays as it was. Raises `PlaygroundError`."""
    if arguments.rating is None and arguments.note is None:
        raise UsageError("There is nothing to record.", "Give --rating, --note or both.")
    record = open_session(arguments.session)
    lane = one_answer(
        record,
        arguments.run,
        arguments.model,
        variant=arguments.variant,
        sample=arguments.sample,
    )
    rating = lane.rating if arguments.rating is None else arguments.rating
    note = lane.note if arguments.note is None else arguments.note.strip()
    store = SessionStore(Path(record.path))
    try:
        store.judge(Judgement(lane.side, rating, note, datetime.now(UTC)))
    finally:
        store.close()
    return OK
