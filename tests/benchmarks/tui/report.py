"""The figures with their budgets, as a table and as JSON."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from playground import __version__
from playground.services.machine import describe


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table."""

    name: str
    unit: str
    ours: float
    bare: float | None = None
    """Of the bare application in the same run; None where it has nothing like it."""
    budget: float | None = None
    """The most it may be, or with `at_least` the least; None where nothing is asked."""
    at_least: bool = False

    @property
    def kept(self) -> bool | None:
        """Whether the budget is kept; None without one."""
        if self.budget is None:
            return None
        return self.ours >= self.budget if self.at_least else self.ours <= self.budget

    def line(self) -> str:
        """The row."""
        bare = "-" if self.bare is None else f"{self.bare:,.1f}"
        sign = "at least" if self.at_least else "at most"
        budget = "" if self.budget is None else f"{sign} {self.budget:,g}"
        verdict = {True: "kept", False: "MISSED", None: ""}[self.kept]
        row = f"{self.name:<44}{self.ours:>10,.1f}{bare:>12}  {self.unit:<12}{budget:<16}{verdict}"
        return row.rstrip()


HEADING = f"{'':<44}{'llmplay':>10}{'bare app':>12}  {'':<12}{'budget'}"


def write_json(path: Path, figures: list[Figure]) -> None:
    """Everything that was measured, and on what."""
    document: Mapping[str, object] = {
        "schema": 1,
        "llmplay": __version__,
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "machine": asdict(describe()),
        "node": platform.node(),
        "figures": [{**asdict(figure), "kept": figure.kept} for figure in figures],
    }
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
