"""One output: the text of a lane as it streams, and one line of what is known about it."""

from __future__ import annotations

import time
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from playground.domain.runs import LaneRequest, LaneResult, LaneState
from playground.ui.keys import binding
from playground.ui.widgets.stream import StreamView

_STATUS_SECONDS = 0.5
_STATES: dict[LaneState, str] = {
    "queued": "waiting its turn",
    "loading": "loading",
    "reading": "reading the prompt",
    "streaming": "▸",
    "done": "✓",
    "stopped": "■ stopped",
    "failed": "✗ failed",
}
_REASONS = {"length": "full", "context": "context full", "stop": "stop text", "eos": "end"}


class OutputPane(Vertical):
    """A column of the comparison; text is collected and painted when `flush` is called."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("output.zoom", "screen.zoom"),
        binding("output.next", "screen.next_output(1)"),
        binding("output.previous", "screen.next_output(-1)"),
        binding("output.copy", "screen.copy_output"),
    ]

    def __init__(self, lane: LaneRequest, licence: str, *, several: bool) -> None:
        """`licence` is its short name; `several` tells that the model has more than one sample."""
        super().__init__(StreamView(), Static(classes="status"))
        self.lane = lane
        sample = f" #{lane.sample + 1}" if several else ""
        self.border_title = f"{lane.index + 1} {lane.entry.id}{sample} {licence}"
        self.result: LaneResult | None = None
        self._state: LaneState = "queued"
        self._detail = ""
        self._pending: list[str] = []
        self._tokens = 0
        self._began = time.monotonic()
        self._first: float | None = None
        self._drawn_at = 0.0

    def on_mount(self) -> None:
        """Say at once what it waits for."""
        self._draw_status()

    @property
    def text(self) -> str:
        """What the model said so far; an error shown below it is not part of it."""
        if self.result is not None:
            return self.result.text
        return self._stream.text + "".join(self._pending)

    @property
    def _stream(self) -> StreamView:
        return self.query_one(StreamView)

    def focus_text(self) -> None:
        """Put the cursor where the keys scroll."""
        self.screen.set_focus(self._stream)

    def change(self, state: LaneState, detail: str = "") -> None:
        """Enter a state."""
        self._state, self._detail = state, detail
        if state == "reading":
            self._began = time.monotonic()
        self._draw_status()

    def progress(self, done: int, total: int) -> None:
        """Prompt tokens evaluated so far."""
        self._detail = f"{done} of {total} tokens"

    def collect(self, text: str) -> None:
        """Take one token."""
        if self._first is None:
            self._first = time.monotonic()
        self._tokens += 1
        if text:
            self._pending.append(text)

    def end(self, result: LaneResult) -> None:
        """The lane is over: show how."""
        self.result = result
        if result.error is not None:
            self._state = "failed"
            self._pending.append(("\n\n" if result.text else "") + result.error)
        else:
            self._state = "stopped" if result.stop_reason == "cancelled" else "done"
        self.add_class(self._state)
        self.flush()
        self._draw_status()

    def flush(self) -> None:
        """Paint what was collected; the figures change at most twice a second."""
        if self._pending:
            text, self._pending = "".join(self._pending), []
            self._stream.append(text)
        if self.result is None and time.monotonic() - self._drawn_at > _STATUS_SECONDS:
            self._draw_status()

    def _draw_status(self) -> None:
        self._drawn_at = time.monotonic()
        word = _STATES[self._state]
        line = self._figures() if self._tokens or self.result else self._detail
        self.query_one(".status", Static).update(Content(f"{word} {line}"))

    def _figures(self) -> str:
        """Tokens, tokens a second, seconds to the first token, why it ended."""
        if self.result is not None:
            usage = self.result.usage
            tokens, first = usage.completion_tokens, usage.first_token_seconds
            speed = usage.tokens_per_second
            reason = self.result.stop_reason
        else:
            tokens = self._tokens
            first = None if self._first is None else self._first - self._began
            seconds = time.monotonic() - (self._first or 0)
            speed = (tokens - 1) / seconds if tokens > 1 and seconds > 0 else None
            reason = None
        parts = [f"{tokens} tok"]
        if speed is not None:
            parts.append(f"{speed:.0f}/s" if speed >= 10 else f"{speed:.1f}/s")
        if first is not None:
            parts.append(f"{first:.2f}s")
        if reason in _REASONS:
            parts.append(_REASONS[reason])
        return " ".join(parts)
