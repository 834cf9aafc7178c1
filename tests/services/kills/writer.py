"""Writes a session without end and acknowledges each record on standard output, until killed."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from playground.domain.edits import Edit
from playground.domain.judgements import Judgement, Side
from playground.services.sessions import SessionStore
from tests.services.records import answer, ask


def main(path: Path, sitting: int) -> None:
    """A line goes out only after the call came back."""
    store = SessionStore(path)
    at = 0
    while True:
        at += 1
        name = f"{sitting}.{at}"
        hostile = f'{name} """\n# end\n\n[[runs]]\nrun = 7\n' + "x" * (at % 7 * 900)
        request = ask(hostile)
        run = store.start_run(request)
        _acknowledge("run", run, name)
        store.keep_partial(request.lanes[1], name)
        store.end_lane(request.lanes[0], answer(hostile))
        _acknowledge("lane", run, name)
        now = datetime.now(UTC)
        store.judge(Judgement(Side(run, 0, 1, "model-a"), 3, name, now))
        _acknowledge("note", run, name)
        store.edit(Edit(now, conclusions=name))
        _acknowledge("conclusions", run, name)
        if at % 5 == 0:  # folding in is killed, too
            store.close()
            store = SessionStore(path)


def _acknowledge(what: str, run: int, name: str) -> None:
    os.write(1, f"{what} {run} {name}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
