"""`python -m tests.benchmarks.tui.bare LANES TOKENS`: what Textual itself does with our shape.

A list, an editor and outputs fed ten times a second with the tokens due by then, 50 a second each.
Writes into the folder in `PACE_LOG` when each token was due, as the paced engines do.
"""

from __future__ import annotations

import struct
import sys
import time
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.timer import Timer
from textual.widgets import Footer, OptionList, Static, TextArea

from tests.paced.engine import Pace, token


class Bare(App[None]):
    """The least that shows lanes beside a list and an editor."""

    CSS = "TextArea { height: 6; } OptionList { width: 36; }"
    BINDINGS = [("f2", "list", "List"), ("f5", "start", "Run"), ("f10", "quit", "Quit")]  # noqa: RUF012 (Textual declares it so)

    def __init__(self, lanes: int, tokens: int) -> None:
        super().__init__()
        self.lanes, self.tokens = lanes, tokens
        self.pace = Pace.of_environment()
        self.fed = 0
        self.began = 0.0
        self.feeding: Timer | None = None

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield OptionList(*(f"model number {number}" for number in range(80)))
            for _ in range(self.lanes):
                with VerticalScroll():
                    yield Static(markup=False)
        editor = TextArea()
        editor.cursor_blink = False
        yield editor
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(TextArea).focus()

    def action_list(self) -> None:
        self.query_one(OptionList).focus()

    def action_start(self) -> None:
        self.began = time.monotonic()
        self.feeding = self.set_interval(0.1, self.feed)

    def feed(self) -> None:
        before = self.fed
        due = int((time.monotonic() - self.began) * self.pace.tokens_a_second)
        self.fed = min(due, self.tokens)
        for lane, output in enumerate(self.query(VerticalScroll)):
            self.note(lane, range(before, self.fed))
            text = "".join(token(lane, number) for number in range(self.fed))
            over = "\nit is over" if self.fed == self.tokens else ""
            output.query_one(Static).update(text + over)
            output.scroll_end(animate=False)
        if self.fed == self.tokens and self.feeding is not None:
            self.feeding.stop()

    def note(self, lane: int, numbers: range) -> None:
        """Write when each token was due."""
        if self.pace.log is not None:
            due = [self.began + number / self.pace.tokens_a_second for number in numbers]
            with Path(self.pace.log, str(lane)).open("ab") as log:
                log.write(struct.pack(f"{len(due)}d", *due))


if __name__ == "__main__":
    Bare(int(sys.argv[1]), int(sys.argv[2])).run(mouse=False)
