"""How far the terminal is behind: what was written for it and not taken yet."""

from __future__ import annotations

from typing import Any

MOST_WAITING = 2
"""Writes that may wait; one frame is one to three of them."""


def is_behind(driver: Any) -> bool:
    """Whether the terminal is slow or gone, so that a frame now would only wait.

    Textual hands its output to a thread through a queue of 30 writes and blocks when that is full:
    a slow line would stop the keys, and a terminal that is gone the whole program.
    """
    thread = getattr(driver, "_writer_thread", None)
    waiting = getattr(thread, "_queue", None)
    if thread is None or waiting is None:
        return False  # another Textual: its own display does as it always did
    return waiting.qsize() > MOST_WAITING or not thread.is_alive()
