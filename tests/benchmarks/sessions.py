"""`python -m tests.benchmarks.sessions`: appending, loading and listing session files.

Beside Python's own reader and tomli-w, on the same runs and with the same syncs.
"""

from __future__ import annotations

import os
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import tomli_w

from playground.services.sessions import SessionStore, open_session
from playground.services.sessions.summaries import listing
from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, compared
from tests.benchmarks.rounds import alternate, timed
from tests.services.records import answer, ask

LONG = 10_000
ROUNDS = 60
GROWTH = 1.2
WRITING = 1.5
READING = 1.5
USABLE_SECONDS = 3.0
MANY = 1000
LISTED_SECONDS = 0.5
TEXT = "It is a truth universally acknowledged. " * 40 + "\nAnd so on.\n"
_REQUEST = ask("What is acknowledged?")


def measure(quick: bool) -> Iterator[Figure]:
    """Writing, reading, listing."""
    for part in (_appending, _loading, _listing):
        with tempfile.TemporaryDirectory() as folder:
            yield from part(Path(folder), quick)


def _appending(folder: Path, quick: bool) -> Iterator[Figure]:
    """One run more in a short and in a long file, and the same run by tomli-w."""
    first, last = (_grown(folder / f"{size}.toml", size) for size in (1, LONG))
    bare = os.open(folder / "bare.toml", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    run = _first_run(folder / "1.toml")
    try:
        found = alternate(
            20 if quick else ROUNDS,
            {
                "first": _milliseconds(lambda: _record(first)),
                "last": _milliseconds(lambda: _record(last)),
                "tomli-w": _milliseconds(lambda: _append(bare, run)),
            },
        )
    finally:
        os.close(bare)
        first.close()
        last.close()
    for name, beside, against, budget in (
        (f"recording a run as the {LONG:,}th of its session", "first", "as the first", GROWTH),
        ("the same beside another writer", "tomli-w", "tomli-w, with as many syncs", WRITING),
    ):
        yield compared(name, "ms", found["last"], found[beside], against, budget=budget)


def _loading(folder: Path, quick: bool) -> Iterator[Figure]:
    """A large session until it can be shown, and until all of it was read."""
    path = folder / "large.toml"
    _grown(path, 300, TEXT * 50).close()
    size = path.stat().st_size

    def usable() -> None:
        session = open_session(path)
        assert len(session.runs) == 300
        assert session.runs[-1].lanes[-1].text

    found = alternate(
        1 if quick else 3,
        {
            "usable": timed(usable),
            "whole": timed(lambda: [len(run.lanes) for run in open_session(path).runs]),
            "tomllib": timed(lambda: tomllib.loads(path.read_text("utf-8"))),
        },
    )
    session = f"a session of {size / 1e6:.0f} MB"
    yield compared(
        f"{session} until it can be shown",
        "s",
        found["usable"],
        found["tomllib"],
        "tomllib, which reads it whole",
        budget=USABLE_SECONDS,
        judged="value",
    )
    yield compared(
        f"reading every answer of {session}",
        "s",
        found["whole"],
        found["tomllib"],
        "tomllib alone",
        budget=READING,
    )


def _listing(folder: Path, quick: bool) -> Iterator[Figure]:
    """Many sessions, before and after they are known."""
    for number in range(MANY):
        _grown(folder / f"{number}.toml", 3).close()

    def read() -> None:
        for path in folder.glob("*.toml"):
            tomllib.loads(path.read_text("utf-8"))

    with mock.patch.dict(os.environ, {"XDG_CACHE_HOME": f"{folder}/cache"}):
        first = alternate(1, {"ours": timed(lambda: listing(folder)), "tomllib": timed(read)})
        again = alternate(
            1 if quick else 3, {"ours": timed(lambda: listing(folder)), "tomllib": timed(read)}
        )
    for name, seconds in (("at first", first), ("known from the time before", again)):
        yield compared(
            f"listing {MANY:,} sessions, {name}",
            "s",
            seconds["ours"],
            seconds["tomllib"],
            "tomllib, which reads them all",
            budget=LISTED_SECONDS,
            judged="value",
        )


def _grown(path: Path, runs: int, text: str = TEXT) -> SessionStore:
    """A session of so many runs; only here nobody waits for the disk."""
    with mock.patch("os.fsync"):
        store = SessionStore(path)
        for _ in range(runs):
            _record(store, text)
    return store


def _record(store: SessionStore, text: str = TEXT) -> None:
    store.start_run(_REQUEST)
    for lane in _REQUEST.lanes:
        store.end_lane(lane, answer(text))


def _first_run(path: Path) -> dict[str, Any]:
    """The run as a table, as it stands in a session."""
    runs: Sequence[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["runs"]
    return runs[0]


def _append(descriptor: int, run: dict[str, Any]) -> None:
    """The same run by tomli-w: its beginning and the end of each lane written and synced."""
    lanes = run["lanes"]
    head = {key: value for key, value in run.items() if key != "lanes"}
    parts = [{"runs": [head]}, *({"runs": [{"lanes": [lane]}]} for lane in lanes)]
    for part in parts:
        os.write(descriptor, tomli_w.dumps(part).encode())
        os.fsync(descriptor)


def _milliseconds(act: Callable[[], object]) -> Callable[[], float]:
    seconds = timed(act)
    return lambda: 1000 * seconds()


if __name__ == "__main__":
    sys.exit(main(["--only", "sessions", *sys.argv[1:]]))
