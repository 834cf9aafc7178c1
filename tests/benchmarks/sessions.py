"""`python -m tests.benchmarks.sessions`: appending, loading and listing session files."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from playground.services.sessions import SessionStore, open_session
from playground.services.sessions.summaries import listing
from tests.benchmarks.rounds import alternate, line, verdict
from tests.services.records import answer, ask

SIZES = (1, 1_000, 10_000)
ROUNDS = 60
TEXT = "It is a truth universally acknowledged. " * 40 + "\nAnd so on.\n"


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        _appending(Path(folder))
        _loading(Path(folder))
        _listing(Path(folder))


def _appending(folder: Path) -> None:
    """The cost of one run in files of different length, alternately; the sync beside it."""
    stores = {size: _grown(folder / f"{size}.toml", size) for size in SIZES}
    bare = os.open(folder / "bare", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    tried: dict[str, Callable[[], float]] = {
        f"append at run {size}": _timed(lambda store=store: _record(store))  # type: ignore[misc]
        for size, store in stores.items()
    }
    data = ("\n" + TEXT).encode()
    tried["the same bytes and syncs bare"] = _timed(lambda: _bare(bare, data))
    found = alternate(ROUNDS, tried)
    for name, values in found.items():
        print(line(name, values, "s"))
    middle = [statistics.median(found[f"append at run {size}"]) for size in SIZES]
    for size, seconds in zip(SIZES[1:], middle[1:], strict=True):
        print(verdict(f"run {size} to run 1", seconds / middle[0], 1.2, at_least=False))
    os.close(bare)
    for store in stores.values():
        store.close()


def _bare(descriptor: int, data: bytes) -> None:
    for _ in range(3):
        os.write(descriptor, data)
        os.fsync(descriptor)


def _loading(folder: Path) -> None:
    path = folder / "large.toml"
    store = _grown(path, 300, TEXT * 50)
    store.close()
    megabytes = path.stat().st_size / 2**20

    def usable() -> float:
        began = time.perf_counter()
        session = open_session(path)
        assert len(session.runs) == 300
        assert session.runs[-1].lanes[-1].text
        return time.perf_counter() - began

    found = alternate(
        3,
        {
            f"{megabytes:.0f} MB: usable": usable,
            "every lane read": _timed(lambda: [len(run.lanes) for run in open_session(path).runs]),
            "tomllib alone": _timed(lambda: tomllib.loads(path.read_text("utf-8"))),
        },
    )
    middle = [statistics.median(values) for values in found.values()]
    for name, values in found.items():
        print(line(name, [value / megabytes for value in values], "s per MB"))
    print(verdict("seconds until usable", middle[0], 3.0, at_least=False))
    print(verdict("every lane to tomllib", middle[1] / middle[2], 1.5, at_least=False))


def _listing(folder: Path) -> None:
    many = folder / "many"
    for number in range(1000):
        _grown(many / f"{number}.toml", 3).close()
    tried = {
        "1,000 listed": _timed(lambda: listing(many)),
    }
    first = _timed(lambda: listing(many))()
    print(line("1,000 listed at first", [first], "s"))
    print(verdict("", first, 0.5, at_least=False))
    found = alternate(5, tried)
    for name, values in found.items():
        print(line(name, values, "s"))
        print(verdict("", statistics.median(values), 0.5, at_least=False))


def _grown(path: Path, runs: int, text: str = TEXT) -> SessionStore:
    """A session of so many runs; only here nobody waits for the disk."""
    with mock.patch("os.fsync"):
        store = SessionStore(path)
        for _ in range(runs):
            _record(store, text)
    return store


def _record(store: SessionStore, text: str = TEXT) -> None:
    request = _REQUEST
    store.start_run(request)
    for lane in request.lanes:
        store.end_lane(lane, answer(text))


def _timed(act: Callable[[], object]) -> Callable[[], float]:
    def measure() -> float:
        began = time.perf_counter()
        act()
        return time.perf_counter() - began

    return measure


_REQUEST = ask("What is acknowledged?")

if __name__ == "__main__":
    main()
