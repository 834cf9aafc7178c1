"""Session files: listed, searched, opened, exported, judged, recovered and gone on with."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from playground.domain.comparison import compare
from playground.domain.judgements import Judgement, Side, Vote
from playground.errors import PlaygroundError
from playground.services.exports import FORMATS, export
from playground.services.history import earlier_prompts
from playground.services.sessions import SessionStore, open_session
from playground.services.sessions.reading import load_session
from playground.services.sessions.recovering import problems, recover
from playground.services.sessions.searching import search
from playground.services.sessions.summaries import summary_of
from tests.fuzz.kind import ACCEPTED, Kind, Read, Tried
from tests.fuzz.kinds.tables import CHANGE
from tests.services.records import answer, ask, record

_THEN = datetime(2024, 2, 29, 12, tzinfo=UTC)


@functools.cache
def _seeds() -> Mapping[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input.toml"
        store = SessionStore(path)
        for prompt in ("hello", "another\nprompt of 'several' lines"):
            record(store, ask(prompt, system="Be kind"), answer("hi"), answer("ho\n" * 3))
        first, second = Side(1, 0, 1, "model-a"), Side(1, 1, 1, "model-b")
        store.judge(Judgement(first, 4, "kind", _THEN))
        store.vote(Vote(first, second, "first", blind=True, seed=3, time=_THEN))
        opened = path.read_bytes()
        store.close()
        return {"open": opened, "closed": path.read_bytes()}


@contextmanager
def _reading() -> Iterator[Read]:
    """Whatever can be done with a session is done, also with one that is refused by some of it."""
    formats = [form.name for form in FORMATS]

    def read(path: Path) -> Tried:
        summary_of(path)
        earlier_prompts(path)
        list(search("hello", path.parent))
        with tempfile.TemporaryDirectory() as folder:
            with suppress(PlaygroundError):
                saved = recover(path, Path(folder) / "recovered.toml")
                load_session(saved.path)
            with suppress(PlaygroundError):
                problems(path)
            copy = Path(folder) / path.name
            copy.write_bytes(path.read_bytes())
            load_session(path)
            session = open_session(path)
            for run in session.runs:
                len(run.lanes)
            comparison = compare(session)
            for form in formats:
                b"".join(export(comparison, form))
            store = SessionStore(copy)
            store.close()
        return ACCEPTED

    yield read


KINDS = (Kind("session", ".toml", _seeds, CHANGE, _reading),)
