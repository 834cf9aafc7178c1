"""`llmplay sessions vote`: which of two answers of a run is better."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from playground.cli.diagnostics import OK, UsageError
from playground.domain.comparison.finding import one_answer
from playground.domain.judgements import Vote, Winner
from playground.services.sessions import SessionStore, open_session


def execute(arguments: argparse.Namespace) -> int:
    """Record it; a later vote on the same two replaces it. Raises `PlaygroundError`."""
    if arguments.better == arguments.than:
        raise UsageError(f"{arguments.better} is named twice.", "A vote is between two models.")
    record = open_session(arguments.session)
    first, second = (
        one_answer(record, arguments.run, name, variant=arguments.variant, sample=arguments.sample)
        for name in (arguments.better, arguments.than)
    )
    winner: Winner = "tie" if arguments.tie else "first"
    store = SessionStore(Path(record.path))
    try:
        store.vote(Vote(first.side, second.side, winner, False, None, datetime.now(UTC)))
    finally:
        store.close()
    return OK
