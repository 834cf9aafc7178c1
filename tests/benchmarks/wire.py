"""`python -m tests.benchmarks.wire`: bytes written to the terminal.

At the start, while nothing happens, for a key in the prompt and for a streamed token of five
characters in one, two and four outputs; llmplay next to a bare Textual application.
"""

from __future__ import annotations

import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.rounds import verdict
from tests.makers import llama_file
from tests.pty.terminal import PLAYGROUND, Terminal

SIZE = (120, 40)
IDLE_SECONDS = 5.0
QUIET_SECONDS = 0.5
"""Without a byte for so long, what went before is over."""
TOKENS = 300
LANES = (1, 2, 4)
BUDGETS = {"start": 12_000, "idle a second": 0, "a key": 120, "a token": 20}
TYPED = "the quick brown fox jumps over the lazy dog"

# The shape of the playground: a list, an editor of six rows, outputs fed ten times a second.
_BARE = f"""
import sys, time
from textual.app import App
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, OptionList, Static, TextArea

class Bare(App):
    CSS = "TextArea {{ height: 6; }} OptionList {{ width: 36; }}"
    BINDINGS = [("f5", "start", "Run"), ("f10", "quit", "Quit")]
    text, count = "", 0

    def compose(self):
        with Horizontal():
            yield OptionList("one", "two", "three")
            for _ in range(int(sys.argv[1])):
                with VerticalScroll():
                    yield Static(markup=False)
        editor = TextArea()
        editor.cursor_blink = False
        yield editor
        yield Footer()

    def on_mount(self):
        self.query_one(TextArea).focus()

    def action_start(self):
        self.timer = self.set_interval(0.1, self.feed)

    def feed(self):
        self.text += "word " * 5
        self.count += 5
        for output in self.query(VerticalScroll):
            output.query_one(Static).update(self.text)
            output.scroll_end(animate=False)
        if self.count >= {TOKENS}:
            self.timer.stop()
            self.sub_title = "over"
            self.query_one(TextArea).text = "it is over"

Bare().run()
"""


def quiet(terminal: Terminal) -> int:
    """Wait until nothing is written any more; the bytes written by then."""
    while True:
        before = len(terminal.written)
        if not wait_longer(terminal, before, QUIET_SECONDS):
            return before


def wait_longer(terminal: Terminal, before: int, seconds: float) -> bool:
    """Whether anything is written within so many seconds."""
    deadline = time.monotonic() + seconds
    with terminal.condition:
        return terminal.condition.wait_for(
            lambda: len(terminal.written) > before, deadline - time.monotonic()
        )


def idle_and_keys(command: Sequence[str], home: Path, drawn: str) -> dict[str, float]:
    """Bytes at the start, a second of doing nothing, and a key."""
    with Terminal(command, home=home, size=SIZE) as terminal:
        terminal.wait_for(drawn)
        started = quiet(terminal)
        time.sleep(IDLE_SECONDS)
        idle = len(terminal.written) - started
        before = len(terminal.written)
        for place, letter in enumerate(TYPED, 1):
            terminal.type(letter)
            terminal.wait_for(TYPED[:place].rstrip() or letter)
        keys = len(terminal.written) - before
    return {
        "start": float(started),
        "idle a second": idle / IDLE_SECONDS,
        "a key": keys / len(TYPED),
    }


def bare_tokens(lanes: int) -> float:
    """Bytes per token and output of the bare application."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-c", _BARE, str(lanes)]
        with Terminal(command, home=Path(home), size=SIZE) as terminal:
            terminal.wait_for("Quit")
            before = quiet(terminal)
            terminal.send("f5")
            terminal.wait_for("it is over")
            return (len(terminal.written) - before) / (TOKENS * lanes)


def tokens(model: Path, lanes: int) -> float:
    """Bytes per token and output of the playground, its status lines included."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        config = home / "config" / "llmplay"
        config.mkdir(parents=True)
        names = [f"lane{number}" for number in range(lanes)]
        (config / "catalog.toml").write_text(_catalog(model, names), encoding="utf-8")
        session = home / "session.toml"
        chosen = [word for name in names for word in ("-m", name)]
        command = (*PLAYGROUND, *chosen, "-p", "Hello", "--session", str(session))
        with Terminal(command, home=home, size=SIZE) as terminal:
            terminal.wait_for("F10 Quit")
            quiet(terminal)
            terminal.send("f5")
            terminal.wait_for("▸ ")  # the outputs are laid out and the first one speaks
            before = len(terminal.written)
            terminal.wait_for(lambda: terminal.text().count("✓ ") >= lanes + _marks(terminal))
            after = quiet(terminal)
            terminal.send("f10")
            terminal.wait_exit()
        done = tomllib.loads(session.read_text(encoding="utf-8"))["runs"][0]["lanes"]
        return float((after - before) / float(sum(lane["completion_tokens"] for lane in done)))


def _marks(terminal: Terminal) -> int:
    """The check marks of the licence pane."""
    return sum(line.count("✓ ", 0, 37) for line in terminal.lines())


def _catalog(model: Path, names: Sequence[str]) -> str:
    entry = """
[[model]]
id = "{name}"
architecture = "llama"
license = "apache-2.0"
sampling = {{ max_new_tokens = {tokens} }}
file = [{{ path = "{model}", quantisation = "Q4_0", tag = "{name}" }}]
"""
    entries = (entry.format(name=name, tokens=TOKENS, model=model) for name in names)
    return "schema = 1\n" + "".join(entries)


def word_model(path: Path) -> None:
    """A llama that says four-letter words only, at some 50 tokens a second."""
    vocab = 2048
    model = llama_file(
        vocab=vocab, embd=512, heads=8, heads_kv=8, layers=10, ff=1408, context=1024, quant="Q8_0"
    )
    output = model["output.weight"]
    row = len(output.data) // vocab
    first_word = 3 + 256 + 95  # after the marks, the bytes and the characters
    output.data = bytes(row * first_word) + output.data[row * first_word :]
    model.write(path)


def report(name: str, bare: float, ours: float, budget: float) -> None:
    """One figure of both programs and what is left of the budget."""
    print(f"{name:<28}{bare:9.0f} bare app")
    print(verdict(name, ours, budget, at_least=False))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        home, bare_home = Path(folder, "home"), Path(folder, "bare")
        home.mkdir()
        bare_home.mkdir()
        bare = idle_and_keys([sys.executable, "-c", _BARE, "1"], bare_home, "Quit")
        ours = idle_and_keys(PLAYGROUND, home, "F10 Quit")
        for name, value in ours.items():
            report(name, bare[name], value, BUDGETS[name])
        model = Path(folder, "words.gguf")
        word_model(model)
        for lanes in LANES:
            name = f"a token, {lanes} {'output' if lanes == 1 else 'outputs'}"
            report(name, bare_tokens(lanes), tokens(model, lanes), BUDGETS["a token"])


if __name__ == "__main__":
    main()
