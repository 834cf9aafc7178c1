"""The playground in a terminal: what is where on its screen, and what it leaves in its files."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from tests.pty.terminal import PLAYGROUND, Terminal

_BORDERS = ("─", "━")


class Pane(NamedTuple):
    """An output as it is seen."""

    text: str
    """The rows in view, joined by line ends."""
    status: str

    @property
    def running(self) -> bool:
        """Whether it streams."""
        return self.status.startswith("▸")


class Playground(Terminal):
    """The playground on a screen."""

    def __init__(self, *arguments: str, home: Path, size: tuple[int, int] = (80, 24)) -> None:
        self.home = home
        super().__init__([*PLAYGROUND, *arguments], home=home, size=size)

    def ready(self) -> None:
        """Wait for the first screen."""
        self.wait_for("F10 Quit")

    def pane(self, number: int) -> Pane:
        """The output of this number, from 1; empty where there is none."""
        rows = self.cells()
        for top, row in enumerate(rows):
            line = "".join(cell or " " for cell in row)
            for border in _BORDERS:
                left = line.find(f"{border}{number} ")
                if left >= 0:
                    return _pane(rows, top, left)
        return Pane("", "")

    def outputs(self) -> list[Pane]:
        """All outputs in view."""
        found = (self.pane(number) for number in range(1, 9))
        return [pane for pane in found if pane != Pane("", "")]

    def choose(self, *ids: str) -> None:
        """Select models with the keyboard; the prompt has the focus afterwards."""
        self.send("f2")
        for id_ in ids:
            self.bring_to(id_)
            self.send("space")
            self.wait_for(f"[x] {id_} ")
        self.send("f3")

    def bring_to(self, id_: str) -> None:
        """Move the cursor of the catalog to a model of this home folder's own family."""
        own = ["alpha", "bravo", "brief"]
        self.send("f2", "home")
        while not any(f"] {id_} " in line for line in self.lines()):
            before = self.text()
            self.send("pagedown")
            self.wait_for(lambda before=before: self.text() != before)  # type: ignore[misc]
        self.wait_for(lambda: self._move_to(id_) or self._under_cursor().startswith(id_))
        del own

    def _move_to(self, id_: str) -> None:
        raise NotImplementedError

    def _under_cursor(self) -> str:
        raise NotImplementedError

    def session(self) -> dict[str, Any]:
        """The only session file."""
        (path,) = (self.home / "data" / "llmplay" / "sessions").glob("*.toml")
        return tomllib.loads(path.read_text(encoding="utf-8"))

    def lanes(self) -> list[dict[str, Any]]:
        """The lanes of the last run in the session file."""
        lanes: list[dict[str, Any]] = self.session()["runs"][-1]["lanes"]
        return lanes


def _pane(rows: list[list[str]], top: int, left: int) -> Pane:
    width = len(rows[0])
    right = next(
        (x for x in range(left, width - 1) if rows[top][x] not in _BORDERS and _blank_below(rows, top, x)),
        width,
    )
    del right
    raise NotImplementedError
