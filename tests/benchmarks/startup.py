"""`python -m tests.benchmarks.startup`: from exec to a first screen that answers a key.

llmplay against a bare Textual application with a header, a footer and a log, alternately.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, compared
from tests.benchmarks.rounds import alternate
from tests.pty.terminal import PLAYGROUND, Terminal

ROUNDS = 10
BUDGET = 1.6

_BARE = """
from textual.app import App
from textual.widgets import Footer, Header, Log

class Bare(App):
    BINDINGS = [("f10", "quit", "Quit")]

    def compose(self):
        yield Header()
        yield Log()
        yield Footer()

    def on_key(self, event):
        self.query_one(Log).write_line("typed " + event.key)

Bare().run()
"""


def usable(command: Sequence[str], drawn: str, echoed: str) -> float:
    """Seconds until the footer is there and a key typed then is answered."""
    with tempfile.TemporaryDirectory() as home:
        started = time.monotonic()
        with Terminal(command, home=Path(home), size=(120, 40)) as terminal:
            terminal.wait_for(drawn)
            terminal.type("q")
            terminal.wait_for(echoed)
            return time.monotonic() - started


def measure(quick: bool) -> Iterator[Figure]:
    """Both, from nothing to a key that is answered."""
    found = alternate(
        3 if quick else ROUNDS,
        {
            "bare": lambda: usable((sys.executable, "-c", _BARE), "Quit", "typed q"),
            "llmplay": lambda: usable(PLAYGROUND, "F10 Quit", "  q"),
        },
    )
    yield compared(
        "from exec to a first screen that answers a key",
        "s",
        found["llmplay"],
        found["bare"],
        "a bare Textual app with header, footer and log",
        budget=BUDGET,
    )


if __name__ == "__main__":
    sys.exit(main(["--only", "startup", *sys.argv[1:]]))
