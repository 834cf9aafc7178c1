"""Drives the real program, with engines at a set pace, to the screens that are kept."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.paced.engine import PACED, Pace
from tests.paced.models import write_models
from tests.pty.terminal import Terminal

FOLDER = Path(__file__).parent / "screens"
SIZES = ((80, 24), (120, 40), (200, 60))
TOKENS = 40
PROMPT = "Say four letters, again and again."


@contextmanager
def two_lanes(
    size: tuple[int, int], *, tokens: int = TOKENS, pace: float = 0.0
) -> Iterator[Terminal]:
    """The program with two models selected and a prompt, listing no other models."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        config = home / "config" / "llmplay"
        names = write_models(Path(folder), 2, tokens=tokens, config=config)
        (config / "settings.toml").write_text("threads = 1\n", encoding="utf-8")
        chosen = [word for name in names for word in ("-m", name)]
        command = [*PACED, *chosen, "-p", PROMPT]
        environment = Pace(pace).environment()
        with Terminal(command, home=home, size=size, environment=environment) as terminal:
            terminal.wait_for("F10 Quit")
            terminal.send("f2", "/")
            terminal.type("lane")
            terminal.wait_for("Models 2 /lane")
            terminal.send("enter", "f3")
            terminal.wait_for(lambda: "━Prompt" in terminal.text() and _settled(terminal))
            terminal.wait_for(lambda: "F2 Models" in terminal.lines()[-1])
            yield terminal


def draw(size: tuple[int, int]) -> dict[str, str]:
    """The screens at this size, by name."""
    with two_lanes(size) as terminal:
        ready = terminal.text()
        terminal.send("f5")
        terminal.wait_for(lambda: over(terminal, TOKENS) == 2)
        terminal.send("f4")
        terminal.wait_for(lambda: "━1 lane0" in terminal.text() and "r Again" in terminal.text())
        return {"ready": ready, "answers": terminal.text()}


def over(terminal: Terminal, tokens: int) -> int:
    """How many outputs say that they ended after so many tokens."""
    return len(re.findall(rf"✓ (?:done +)?{tokens} tok", terminal.text()))


def _settled(terminal: Terminal) -> bool:
    """Whether the filter line is folded up, and what fits is known from the files themselves."""
    lines = terminal.lines()
    return not lines[1].startswith("lane") and any("+ 49 MB of 16 GB" in line for line in lines)


def path_of(name: str, size: tuple[int, int]) -> Path:
    """Where a screen is kept."""
    return FOLDER / f"{name}-{size[0]}x{size[1]}.txt"
