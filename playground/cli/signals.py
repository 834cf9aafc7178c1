"""Signals that end a command in order."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable, Iterator


@contextlib.contextmanager
def stopping(stop: Callable[[], Awaitable[None]]) -> Iterator[list[int]]:
    """Await `stop` at every signal that asks the program to end; yields the signals that came."""
    loop = asyncio.get_running_loop()
    came: list[int] = []
    stops: set[asyncio.Future[None]] = set()

    def obey(number: int) -> None:
        came.append(number)
        task = asyncio.ensure_future(stop())
        stops.add(task)
        task.add_done_callback(stops.discard)

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in signals:
        loop.add_signal_handler(number, obey, number)
    try:
        yield came
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
