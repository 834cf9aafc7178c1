"""What goes wrong around the program: a fault lasts as long as its block, and is undone after."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias

from tests.processes import children
from tests.soak.program.house import HEALTHY, House
from tests.soak.program.player import SIZE, Player
from tests.soak.program.screens import SMALL

Fault: TypeAlias = Callable[[Player, House, random.Random], AbstractContextManager[None]]

_UNLIMITED = resource.RLIM_INFINITY
_SIZES = ((80, 24), (60, 16), (20, 5), (300, 100), (41, 12), (200, 60), (100, 30))
_RUINS = (
    b"\xff\xfe\x00[",
    b"theme = \n",
    b'primary = "no colour"\n',
    b"",
    b"[[endpoints]]\nname = 3\n",
)
_MISBEHAVIOUR = ("drop 7", "gibberish", "half", "character", "error", "status 500", "status 404")


@contextmanager
def worker_killed(player: Player, house: House, drawn: random.Random) -> Iterator[None]:
    """SIGKILL to one model process, or to all of them."""
    player.soon(lambda: children(player.process.pid))
    workers = sorted(children(player.process.pid))
    for pid in workers if drawn.random() < 0.25 else workers and [drawn.choice(workers)]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            player.done["workers killed"] += 1
    yield


@contextmanager
def worker_stopped(player: Player, house: House, drawn: random.Random) -> Iterator[None]:
    """SIGSTOP to one model process or to all, SIGCONT at the end."""
    player.soon(lambda: children(player.process.pid))
    workers = sorted(children(player.process.pid))
    chosen = workers if drawn.random() < 0.25 else workers and [drawn.choice(workers)]
    handles = []
    for pid in chosen:
        with contextlib.suppress(ProcessLookupError):
            handles.append(os.pidfd_open(pid))
            signal.pidfd_send_signal(handles[-1], signal.SIGSTOP)
            player.done["workers stopped"] += 1
    try:
        yield
    finally:
        for handle in handles:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, signal.SIGCONT)
            os.close(handle)


@contextmanager
def model_gone(player: Player, house: House, drawn: random.Random) -> Iterator[None]:
    """The file of a model is elsewhere for a while."""
    away = house.model.with_name("away")
    house.model.rename(away)
    try:
        yield
    finally:
        away.rename(house.model)


@contextmanager
def model_cut_short(player: Player, house: House, drawn: random.Random) -> Iterator[None]:
    """The file of a model, which may be in memory, loses its end; then it is written anew."""
    whole = house.model.read_bytes()
    os.truncate(house.model, drawn.randrange(len(whole)))
    try:
        yield
    finally:
        _replace(house.model, whole)


@contextmanager
def disk_full(player: Player, house: House, drawn: random.Random) -> Iterator[None]:
    """No file of the program may grow beyond what the session is now, and a little."""
    size = max((path.stat().st_size for path in house.sessions.glob("*.toml")), default=0)
    limit = size + drawn.choice((0, 1, 100, 3000))
    resource.prlimit(player.process.pid, resource.RLIMIT_FSIZE, (limit, _UNLIMITED))
    try:
        yield
        _ask_to_quit(player)
    finally:
        resource.prlimit(player.process.pid, resource.RLIMIT_FSIZE, (_UNLIMITED, _UNLIMITED))


@contextmanager
def folder_read_only(player: Player, house: House, drawn: random.Random) -> Iterator[None]:
    """Nothing can be made, renamed or removed in the folder of the sessions."""
    house.sessions.mkdir(parents=True, exist_ok=True)
    house.sessions.chmod(0o555)
    try:
        yield
        _ask_to_quit(player)
    finally:
        house.sessions.chmod(0o755)


@contextmanager
def settings_damaged(player: Player, house: House, drawn: random.Random) -> Iterator[None]:
    """The settings are no settings any more; colours are chosen all the same."""
    with _damaged(house.settings, drawn):
        player.back_to_main()
        player.press("f12")
        player.wait_for(lambda: player.look() == "themes")
        player.try_keys("down")
        player.try_keys("enter")
        player.back_to_main()
        yield


@contextmanager
def theme_damaged(player: Player, house: House, drawn: random.Random) -> Iterator[None]:
    """A theme of one's own is no theme any more, and is passed in the list of them."""
    with _damaged(house.theme, drawn):
        player.back_to_main()
        player.press("f12")
        player.wait_for(lambda: player.look() == "themes")
        player.try_keys("end")  # where those of one's own stand
        player.try_keys("up")
        player.try_keys("down")
        player.back_to_main()
        yield


@contextmanager
def resized(player: Player, house: House, drawn: random.Random) -> Iterator[None]:
    """The terminal takes several sizes, the smallest and the largest among them."""
    for size in drawn.sample(_SIZES, len(_SIZES)):
        player.resize(*size)
        small = size[0] < 60 or size[1] < 16
        player.wait_for(lambda small=small: (player.look() == SMALL) == small and player.look())  # type: ignore[misc]
        player.try_keys("down")
    player.resize(*SIZE)
    player.wait_for(lambda: player.look() not in {SMALL, ""})
    yield


@contextmanager
def terminal_slow(player: Player, house: House, drawn: random.Random) -> Iterator[None]:
    """The terminal takes only so many bytes a second."""
    player.bytes_a_second = drawn.choice((3000.0, 8000.0))
    try:
        yield
    finally:
        player.bytes_a_second = None


@contextmanager
def terminal_stops(player: Player, house: House, drawn: random.Random) -> Iterator[None]:
    """The terminal takes next to nothing, until the program has recorded more or is idle."""
    size = _recorded(house)
    player.bytes_a_second = 4.0
    try:
        player.press("f2", "down", "down", "up", "f3")
        player.soon(lambda: _recorded(house) != size, 3.0)
    finally:
        player.bytes_a_second = None
    yield


@contextmanager
def pasted(player: Player, house: House, drawn: random.Random) -> Iterator[None]:
    """Bursts of pasted text, from a word to a megabyte, between keys."""
    player.back_to_main()
    player.press("f3")
    for length in drawn.choices((5, 300, 5000, 200_000, 1_000_000), k=4):
        ends = (" ", "\t", "é", "\x1b[31m", *("\n" * (length != 5000)))
        end = drawn.choice(ends)  # thousands of lines that are not attached take as many keys to go
        player.paste((f"pasted{end}" * (length // 7 + 1))[:length])
        player.press("text:and", "left", "right")
    player.clear_prompt()
    yield


@contextmanager
def endpoint_misbehaves(player: Player, house: House, drawn: random.Random) -> Iterator[None]:
    """A server breaks off its answers, or says what is none."""
    house.shaky.behave_as = drawn.choice(_MISBEHAVIOUR)
    try:
        yield
    finally:
        house.shaky.behave_as = HEALTHY


@contextmanager
def endpoint_stalls(player: Player, house: House, drawn: random.Random) -> Iterator[None]:
    """A server stops in the middle of an answer, or before it."""
    house.shaky.open.clear()
    house.shaky.behave_as = drawn.choice(("stall 5", "hang"))
    try:
        yield
    finally:
        house.shaky.behave_as = HEALTHY
        house.shaky.open.set()


FAULTS: Mapping[str, Fault] = {
    "worker killed": worker_killed,
    "worker stopped": worker_stopped,
    "model file gone": model_gone,
    "model file cut short": model_cut_short,
    "disk full": disk_full,
    "folder read-only": folder_read_only,
    "settings damaged": settings_damaged,
    "theme damaged": theme_damaged,
    "terminal resized": resized,
    "terminal slow": terminal_slow,
    "terminal stops": terminal_stops,
    "text pasted": pasted,
    "endpoint misbehaves": endpoint_misbehaves,
    "endpoint stalls": endpoint_stalls,
}


def _ask_to_quit(player: Player) -> None:
    """Where something is not saved, quitting asks; the questions are looked at and left."""
    player.back_to_main()
    if "! not saved" not in player.lines()[-1]:
        return
    player.press("f10")
    player.wait_for(lambda: player.look() == "quit question")
    player.press("o")
    player.wait_for(lambda: player.look() == "save elsewhere")
    player.back_to_main()


def _recorded(house: House) -> int:
    return sum(path.stat().st_size for path in house.session_files())


@contextmanager
def _damaged(path: Path, drawn: random.Random) -> Iterator[None]:
    whole = path.read_bytes()
    _replace(path, drawn.choice(_RUINS))
    try:
        yield
    finally:
        _replace(path, whole)


def _replace(path: Path, data: bytes) -> None:
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(data)
    new.replace(path)
