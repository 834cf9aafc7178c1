"""The two programs that are measured, each in a terminal and a home of its own."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.paced.engine import PACED, Pace, stamps, token
from tests.paced.models import write_models
from tests.pty.terminal import PATIENCE, PLAYGROUND, Terminal

SIZE = (120, 40)
PROMPT = "Say: "


@dataclass(frozen=True, slots=True)
class Program:
    """A program on a screen, ready for its run."""

    terminal: Terminal
    log: Path
    lanes: int
    first_paint: float
    """Seconds from exec to the first screen."""

    def run(self) -> None:
        """Start the lanes and wait until all of them speak."""
        self.terminal.send("f5")
        self.wait_for_tokens(1)

    def wait_for_tokens(self, count: int) -> None:
        """Wait until every lane said so many tokens."""
        deadline = time.monotonic() + PATIENCE
        while any(self.said(lane) < count for lane in range(self.lanes)):
            if time.monotonic() > deadline:
                raise RuntimeError(f"the lanes do not speak:\n{self.terminal.text()}")
            time.sleep(0.02)

    def said(self, lane: int) -> int:
        """How many tokens a lane said."""
        path = self.log / str(lane)
        return path.stat().st_size // 8 if path.exists() else 0

    def tokens_a_second(self) -> float:
        """How fast the slowest lane spoke."""
        said = [stamps(self.log, lane) for lane in range(self.lanes)]
        return min((len(one) - 1) / (one[-1] - one[0]) for one in said)

    def shows_newest(self) -> bool:
        """Whether the first lane shows one of its last fifty tokens."""
        text, said = self.terminal.text(), self.said(0)
        return any(token(0, number) in text for number in range(said - 50, said))


@contextmanager
def llmplay(lanes: int, tokens: int, *, pace: float = 50.0, at_once: int = 0) -> Iterator[Program]:
    """The playground with so many lanes selected, each of them about to say so many tokens."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        config = home / "config" / "llmplay"
        names = write_models(Path(folder), lanes, tokens=tokens, config=config)
        (config / "settings.toml").write_text("threads = 1\n", encoding="utf-8")
        chosen = [word for name in names for word in ("-m", name)]
        command = [*PACED, *chosen, "-p", PROMPT]
        with _opened(command, home, Pace(pace, at_once), lanes, "F10 Quit") as one:
            yield one


@contextmanager
def computing(lanes: int, tokens: int) -> Iterator[Program]:
    """The playground with so many real models of some 58 million parameters each."""
    shape = {"vocab": 32000, "embd": 512, "heads": 8, "heads_kv": 8, "layers": 8, "ff": 1408}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        config = home / "config" / "llmplay"
        names = write_models(
            Path(folder), lanes, tokens=tokens, config=config, context=2048, quant="Q4_0", **shape
        )
        chosen = [word for name in names for word in ("-m", name)]
        command = [*PLAYGROUND, *chosen, "-p", PROMPT]
        with _opened(command, home, Pace(), lanes, "F10 Quit") as one:
            yield one


@contextmanager
def bare(lanes: int, tokens: int) -> Iterator[Program]:
    """The bare application with as many outputs."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        home.mkdir()
        command = [sys.executable, "-m", "tests.benchmarks.tui.bare", str(lanes), str(tokens)]
        with _opened(command, home, Pace(), lanes, "Quit") as one:
            one.terminal.type(PROMPT)
            one.terminal.wait_for(PROMPT.strip())
            yield one


@contextmanager
def _opened(
    command: list[str], home: Path, pace: Pace, lanes: int, drawn: str
) -> Iterator[Program]:
    log = home / "log"
    log.mkdir()
    environment = replace(pace, log=log).environment()
    began = time.monotonic()
    with Terminal(command, home=home, size=SIZE, environment=environment) as terminal:
        terminal.wait_for(drawn)
        painted = time.monotonic() - began
        yield Program(terminal, log, lanes, painted)
