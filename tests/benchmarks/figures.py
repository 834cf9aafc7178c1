"""One figure of a benchmark: what it is beside, the ratio of both, and the budget it has."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Judged = Literal["ratio", "value"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table; raises `ValueError` where it could not be judged or read."""

    name: str
    unit: str
    """Of both values; empty for a plain number."""
    ours: float
    beside: float | None = None
    """Of what ran alternately with ours; None where nothing else does the same."""
    against: str = ""
    """What that was."""
    ratio: float | None = None
    """Ours to the one beside: the median of the ratios of all rounds."""
    budget: float | None = None
    """The most it may be, or with `at_least` the least."""
    at_least: bool = False
    judged: Judged = "ratio"
    """What has the budget: the ratio, or the value itself."""
    note: str = ""
    """What else there is to say; without a budget: why there is none."""

    def __post_init__(self) -> None:
        """Refuse what says less than a row must."""
        if self.budget is None and not self.note:
            raise ValueError(f"{self.name}: without a budget the note says why there is none")
        if self.budget is not None and self.judged == "ratio" and self.ratio is None:
            raise ValueError(f"{self.name}: there is no ratio that its budget could judge")
        if (self.beside is None) != (not self.against):
            raise ValueError(f"{self.name}: a value beside it needs a name, and a name a value")

    @property
    def kept(self) -> bool | None:
        """Whether the budget is kept; None without one."""
        if self.budget is None:
            return None
        found = self.ratio if self.judged == "ratio" else self.ours
        assert found is not None
        return found >= self.budget if self.at_least else found <= self.budget


def compared(
    name: str,
    unit: str,
    ours: Sequence[float],
    beside: Sequence[float],
    against: str,
    *,
    budget: float | None = None,
    at_least: bool = False,
    judged: Judged = "ratio",
    note: str = "",
) -> Figure:
    """Medians of rounds that were measured alternately, and the median of their own ratios."""
    pairs = zip(ours, beside, strict=True)
    ratio = statistics.median(one / other if other else math.inf for one, other in pairs)
    return Figure(
        name,
        unit,
        statistics.median(ours),
        statistics.median(beside),
        against,
        None if math.isinf(ratio) else ratio,
        budget,
        at_least,
        judged,
        note,
    )
