"""One version of an output: what is known of it so far, as the events of its run tell."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from playground.domain.judgements import Side
from playground.domain.reopening import Answer
from playground.domain.runs import LaneRequest, LaneResult, LaneState


@dataclass
class Attempt:
    """A lane as it is seen: collects what it says until somebody wants to show it."""

    lane: LaneRequest
    run: int = 0
    """Number of the run in the session; 0 while it is not known."""
    state: LaneState = "queued"
    detail: str = ""
    result: LaneResult | None = None
    tokens: int = 0
    rating: int | None = None
    note: str = ""
    voted: bool = False
    """Whether it took part in a vote."""
    wait: str = ""
    """About how long it will wait for its turn; empty where nobody knows."""
    _pieces: list[str] = field(default_factory=list)
    _shown: int = 0
    _began: float = field(default_factory=time.monotonic)
    _first: float | None = None
    _news: float = field(default_factory=time.monotonic)

    @classmethod
    def recalled(cls, answer: Answer) -> Attempt:
        """One that ended earlier, from the session."""
        found = cls(answer.lane, answer.run)
        found.rating, found.note, found.voted = answer.rating, answer.note, answer.voted
        found._pieces = [answer.result.text]
        found.end(answer.result)
        return found

    @property
    def over(self) -> bool:
        """Whether nothing follows for it."""
        return self.result is not None

    @property
    def judged(self) -> bool:
        """Whether a person rated it or voted on it."""
        return self.rating is not None or self.voted

    @property
    def text(self) -> str:
        """What the model said so far; an error shown below it is not part of it."""
        return self.result.text if self.result is not None else "".join(self._pieces)

    @property
    def side(self) -> Side:
        """How it is found again in the session."""
        lane = self.lane
        return Side(self.run, lane.index, lane.version, lane.entry.id, lane.variant)

    def change(self, state: LaneState, detail: str = "") -> None:
        """Enter a state."""
        self.state, self.detail = state, detail
        self._news = time.monotonic()
        if state == "reading":
            self._began = time.monotonic()

    def progress(self, done: int, total: int) -> None:
        """Prompt tokens evaluated so far."""
        self.detail = f"{done} of {total} tokens"

    def collect(self, text: str) -> None:
        """Take one token."""
        self._news = time.monotonic()
        if self._first is None:
            self._first = self._news
        self.tokens += 1
        if text:
            self._pieces.append(text)

    def end(self, result: LaneResult) -> None:
        """The lane is over."""
        if result.error is not None:
            self.state = "failed"
            self._pieces.append(("\n\n" if result.text else "") + result.error)
        else:
            self.state = "stopped" if result.stop_reason == "cancelled" else "done"
        self.result = result

    def fresh(self) -> str:
        """What there is to show since the last time it was asked for."""
        if self._shown == len(self._pieces):
            return ""
        text = "".join(self._pieces[self._shown :])
        self._shown = len(self._pieces)
        return text

    def all(self) -> str:
        """Everything there is to show."""
        self._pieces = ["".join(self._pieces)]
        self._shown = 1
        return self._pieces[0]

    @property
    def first_token_seconds(self) -> float | None:
        """From the prompt to the first token; None where there was none yet."""
        if self.result is not None:
            return self.result.usage.first_token_seconds
        return None if self._first is None else self._first - self._began

    @property
    def quiet_seconds(self) -> int:
        """Whole seconds in the state it is in now, or since the last token; 0 when it is over."""
        if self.over or self.state == "queued":
            return 0
        return int(time.monotonic() - self._news)

    @property
    def tokens_per_second(self) -> float | None:
        """Speed after the first token; None where it cannot be told yet."""
        if self.result is not None:
            return self.result.usage.tokens_per_second
        if self._first is None or self.tokens < 2:
            return None
        seconds = time.monotonic() - self._first
        return (self.tokens - 1) / seconds if seconds > 0 else None
