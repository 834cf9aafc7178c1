"""How far the terminal is behind: what was written for it and not taken yet."""

from __future__ import annotations

import time
from typing import Any

QUESTION = "\x1b[6n"
"""Where is the cursor? (DSR 6, ECMA-48 8.3.35.) Every terminal answers it in its turn."""

_MOST_WAITING = 2
"""Writes that may wait; one frame is one to three of them."""
_ASK_AFTER = 128
"""Characters after which the next question is worth its bytes."""
_MOST_UNANSWERED = 512
"""Characters that may be on their way: a quarter of a second on a line of 2 kB/s."""
_LOST_SECONDS = 10.0


def is_behind(driver: Any) -> bool:
    """Whether the terminal is slow or gone, so that a frame now would only wait.

    Textual hands its output to a thread through a queue of 30 writes and blocks when that is full:
    a slow line would stop the keys, and a terminal that is gone the whole program.
    """
    thread = getattr(driver, "_writer_thread", None)
    waiting = getattr(thread, "_queue", None)
    if thread is None or waiting is None:
        return False  # another Textual: its own display does as it always did
    return waiting.qsize() > _MOST_WAITING or not thread.is_alive()


class Flow:
    """What is on its way to the terminal, known by questions it answers after what came before.

    Pseudo-terminal, SSH and network hold seconds of a slow line's output, which the program's own
    queue does not show; a key would be seen after all of that. One question at a time is out, and
    a terminal that never answered gets no second one.
    """

    def __init__(self) -> None:
        self.resting = False
        """Whether to ask nothing, because somebody else may get the answer."""
        self._answers = False
        self._asked_at: float | None = None
        self._before_question = 0
        self._since = 0

    @property
    def asked(self) -> bool:
        """Whether an answer is due."""
        return self._asked_at is not None

    @property
    def behind(self) -> bool:
        """Whether so much is on its way that more would only wait."""
        if self._asked_at is not None and time.monotonic() - self._asked_at > _LOST_SECONDS:
            self._answers = False
        return self._answers and self._before_question + self._since > _MOST_UNANSWERED

    def sent(self, count: int) -> str:
        """So many characters are sent: the question to send after them, or nothing."""
        self._since += count
        return self.question()

    def question(self) -> str:
        """The question, if it is time for one."""
        if self.asked or self.resting or self._since < _ASK_AFTER:
            return ""
        self._asked_at = time.monotonic()
        self._before_question, self._since = self._since, 0
        return QUESTION

    def answered(self) -> None:
        """The terminal took everything before the question."""
        self._answers = True
        self._asked_at = None
        self._before_question = 0
