"""The playground in a terminal: what is where on its screen, and what it leaves in its files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.pty.terminal import PLAYGROUND, Terminal

_BORDERS = "─━"
_SCROLLBAR = " ▁▂▃▄▅▆▇█▔"
_PEN = re.compile(rb"\x1b\[[0-9;]*m")
_BETWEEN_PANES = re.compile(f"[{_BORDERS}] [{_BORDERS}]")


class Pane(NamedTuple):
    """An output as it is seen."""

    title: str
    text: str
    """The rows in view, joined by line ends."""
    status: str

    @property
    def streaming(self) -> bool:
        """Whether it has text and more of it to come."""
        return self.status.startswith("▸") and bool(self.text.strip())

    @property
    def over(self) -> bool:
        """Whether its lane ended."""
        return self.status[:1] in {"✓", "■", "✗"}


class Playground(Terminal):
    """The playground on a screen."""

    def __init__(
        self,
        *arguments: str,
        home: Path,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str] | None = None,
        through: Sequence[str] = (),
    ) -> None:
        """`through` is a command that becomes the program it is given."""
        self.home = home
        command = [*through, *PLAYGROUND, *arguments]
        super().__init__(command, home=home, size=size, environment=environment)

    def ready(self) -> None:
        """Wait for the first screen."""
        self.wait_for("F10 Quit")

    def pane(self, number: int) -> Pane:
        """The output of this number, from 1; empty where it is not in view."""
        rows = ["".join(cell[:1] or " " for cell in row) for row in self.cells()]
        for top, row in enumerate(rows):
            found = re.search(f"[{_BORDERS}]({number} [^{_BORDERS}]*)", row)
            if found:
                return _pane(rows, top, found)
        return Pane("", "", "")

    def outputs(self) -> list[Pane]:
        """All outputs in view, in their order."""
        return [pane for pane in map(self.pane, range(1, 9)) if pane.title]

    def choose(self, *ids: str) -> None:
        """Select models with the keyboard, then go to the prompt."""
        self.send("f2")
        self.wait_for("━Models")
        for id_ in ids:
            while f" {id_} " not in (line := self.under_cursor()):
                self.send("down")
                self.wait_for(lambda line=line: self.under_cursor() != line)  # type: ignore[misc]
            self.send("space")
            chosen = re.compile(rf"\[\d\] {re.escape(id_)} ")
            self.wait_for(lambda chosen=chosen: chosen.search(self.text()))  # type: ignore[misc]
        self.send("f3")

    def under_cursor(self) -> str:
        """The line of the catalog that stands out by its colour; empty while none does."""
        with self.condition:
            grounds: dict[str, list[int]] = {}
            for y, row in enumerate(self.lines()):
                if row.startswith("─Licence"):
                    break
                if y:
                    grounds.setdefault(self.screen.buffer[y][1].bg, []).append(y)
            rows = min(grounds.values(), key=len, default=[])
            return self.lines()[rows[0]] if len(rows) == 1 else ""

    def ask(self, prompt: str) -> None:
        """Type a prompt and run it."""
        self.type(prompt)
        self.wait_for(prompt)
        self.send("f5")

    def all_stream(self, count: int) -> None:
        """Wait until so many outputs have text at once while none of them is over."""
        self.wait_for(lambda: [pane.streaming for pane in self.outputs()] == [True] * count)

    def all_over(self) -> None:
        """Wait until every output ended."""
        self.wait_for(lambda: self.outputs() and all(pane.over for pane in self.outputs()))

    def session(self) -> dict[str, Any]:
        """The only session file of this home folder."""
        (path,) = (self.home / "data" / "llmplay" / "sessions").glob("*.toml")
        return tomllib.loads(path.read_text(encoding="utf-8"))

    def lanes(self) -> list[dict[str, Any]]:
        """The lanes of the last run in the session file, by the id of their model."""
        lanes: list[dict[str, Any]] = self.session()["runs"][-1]["lanes"]
        return sorted(lanes, key=lambda lane: str(lane["model"]["id"]))

    def quit(self) -> int:
        """Quit by key; the exit status."""
        self.send("f10")
        return self.wait_exit()

    def gave_screen_back(self) -> bool:
        """Whether it left the alternate screen and its colours, and shows the cursor."""
        data = bytes(self.written)
        entered, left = data.rfind(b"\x1b[?1049h"), data.rfind(b"\x1b[?1049l")
        shown, hidden = data.rfind(b"\x1b[?25h"), data.rfind(b"\x1b[?25l")
        pens = _PEN.findall(data[entered:left])
        return 0 <= entered < left and hidden < shown and pens[-1] == b"\x1b[m"


def _pane(rows: list[str], top: int, found: re.Match[str]) -> Pane:
    left = found.start()
    end = _BETWEEN_PANES.search(rows[top], found.end() - 1)
    right = end.start() + 1 if end else len(rows[top])
    bottom = next(
        (y for y in range(top + 1, len(rows)) if rows[y][left] in _BORDERS), len(rows) - 1
    )
    part = [row[left:right].strip(_SCROLLBAR) for row in rows[top + 1 : bottom]]
    return Pane(found[1].strip(), "\n".join(part[:-1]).rstrip(), part[-1] if part else "")
