"""How far the downloads are, on standard error: one line on a terminal, some lines in a file."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from playground.cli.diagnostics import ProgressLine, complain, say
from playground.domain.downloads import Progress, together

_STEP = 10  # percents between two lines of a file


class Teller:
    """Tells how far the downloads are, and how each ended."""

    def __init__(self, *, quiet: bool) -> None:
        """`quiet` tells nothing but failures."""
        self._quiet = quiet
        self._line = ProgressLine(quiet=quiet)
        self._told: dict[str, int] = {}
        self._ended: set[str] = set()

    def tell(self, progresses: Sequence[Progress]) -> None:
        """Show the state of all."""
        self._tell_ends(progresses)
        moving = [one for one in progresses if one.moving]
        if self._line.on and moving:
            width = shutil.get_terminal_size().columns - 1
            self._line.show(_text(together(list(progresses)), moving)[:width])
        elif not self._quiet:
            self._tell_steps(moving)

    def end(self, progresses: Sequence[Progress]) -> None:
        """Nothing moves any more."""
        self._line.clear()
        self._tell_ends(progresses)

    def _tell_ends(self, progresses: Sequence[Progress]) -> None:
        for one in progresses:
            if one.id in self._ended or one.state not in {"done", "failed"}:
                continue
            self._ended.add(one.id)
            self._line.clear()
            if one.error is not None:
                complain(one.error)
            elif not self._quiet:
                say(f"{one.name}: {one.figures()}, checked")

    def _tell_steps(self, moving: Sequence[Progress]) -> None:
        for one in moving:
            step = one.percent // _STEP
            if self._told.get(one.id, -1) < step:
                self._told[one.id] = step
                say(f"{one.name}: {one.percent} %, {one.figures()}")


def _text(all_: Progress, moving: Sequence[Progress]) -> str:
    detail = next((one.detail for one in moving if one.detail), "")
    told = f"{all_.name}: {all_.percent} %, {all_.figures()}"
    return f"{told} ({detail})" if detail else told
